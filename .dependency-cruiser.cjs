// The floors are a test (tests/architecture.test.ts). This is what needs the packages themselves resolved.
/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "published-faces",
      comment: "packages and examples see the core by its published subpaths",
      severity: "error",
      from: { path: "^(packages|examples)/" },
      to: { path: "^src/", pathNot: ["^src/index\\.ts$", "^src/[^/]+/index\\.ts$"] }
    },
    {
      name: "no-platform-in-core",
      comment: "the core runs in a browser too",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["core"] }
    },
    {
      name: "declared-dependencies",
      comment: "what is published depends on what its own manifest declares",
      severity: "error",
      from: { path: "^(src|packages/[^/]+/src)/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["npm-peer"] }
    }
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["/dist/", "packages/bench/peers"] },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@pannier/source", "import", "types", "node", "default"]
    }
  }
}
