import ts from "typescript"

export interface Import {
  readonly specifier: string
  readonly line: number
  /** Erased before the code runs. `import { type A }` is not: it still loads the module. */
  readonly erased: boolean
}

export interface Use {
  readonly what: string
  readonly line: number
}

export interface Source {
  readonly path: string
  readonly lines: number
  readonly imports: ReadonlyArray<Import>
  /** Each look at a clock and each draw of chance. */
  readonly impure: ReadonlyArray<Use>
  /** Casts and directives that switch the type checker off, and errors dropped in silence. */
  readonly evasions: ReadonlyArray<Use>
  readonly declared: ReadonlyArray<Use>
}

/** What of a global object may be used without asking for the time or for chance. */
const harmless: Readonly<Record<string, ReadonlyArray<string>>> = {
  Date: ["UTC", "parse", "prototype"],
  crypto: ["subtle"],
  performance: []
}

const isTypePosition = (node: ts.Node): boolean =>
  ts.isTypeNode(node.parent) || ts.isExpressionWithTypeArguments(node.parent)

const isDeclarationName = (node: ts.Identifier): boolean => {
  const { parent } = node
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isQualifiedName(parent) && parent.right === node) ||
    ("name" in parent && parent.name === node) ||
    ("propertyName" in parent && parent.propertyName === node)
  )
}

/** The global that an expression reaches: `Date`, and `globalThis.Date` as well. */
const globalName = (node: ts.Node): string | undefined => {
  if (ts.isIdentifier(node) && !isDeclarationName(node) && !isTypePosition(node)) return node.text
  if (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "globalThis"
  ) {
    return node.name.text
  }
  return undefined
}

const impurity = (node: ts.Node): string | undefined => {
  const name = globalName(node)
  if (name === undefined) return undefined
  const { parent } = node
  const property = ts.isPropertyAccessExpression(parent) && parent.expression === node ? parent.name.text : undefined
  if (name === "Math") return property === undefined || property === "random" ? "Math.random" : undefined
  const allowed = Object.hasOwn(harmless, name) ? harmless[name] : undefined
  if (allowed === undefined) return undefined
  if (property !== undefined) return allowed.includes(property) ? undefined : `${name}.${property}`
  if (name !== "Date") return name
  if (ts.isNewExpression(parent) && parent.expression === node) {
    return (parent.arguments?.length ?? 0) > 0 ? undefined : "new Date()"
  }
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) return undefined
  return "Date"
}

const evasion = (node: ts.Node): string | undefined => {
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) {
    if (node.type.kind === ts.SyntaxKind.AnyKeyword) return "a cast to any"
    const inner = ts.isParenthesizedExpression(node.expression) ? node.expression.expression : node.expression
    if (ts.isAsExpression(inner) && inner.type.kind === ts.SyntaxKind.UnknownKeyword) return "a cast through unknown"
  }
  if (ts.isCatchClause(node) && node.block.statements.length === 0) return "an error swallowed by an empty catch"
  return undefined
}

/** Reads one file as TypeScript does, so that comments, strings and line breaks hide nothing. */
export const parse = (path: string, text: string): Source => {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const imports: Array<Import> = []
  const impure: Array<Use> = []
  const evasions: Array<Use> = []
  const declared: Array<Use> = []
  const lineOf = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart()).line + 1
  const take = (specifier: ts.Node | undefined, erased: boolean) => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
      imports.push({ specifier: specifier.text, line: lineOf(specifier), erased })
    }
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      take(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    else if (ts.isExportDeclaration(node)) take(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) take(node.argument.literal, true)
    else if (ts.isCallExpression(node)) {
      const isRequire = ts.isIdentifier(node.expression) && node.expression.text === "require"
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword || isRequire) take(node.arguments[0], false)
    } else if (
      (ts.isClassDeclaration(node) ||
        ts.isInterfaceDeclaration(node) ||
        ts.isTypeAliasDeclaration(node) ||
        ts.isFunctionDeclaration(node) ||
        ts.isVariableDeclaration(node)) &&
      node.name !== undefined &&
      ts.isIdentifier(node.name)
    ) {
      declared.push({ what: node.name.text, line: lineOf(node) })
    }
    const impureUse = impurity(node)
    if (impureUse !== undefined) impure.push({ what: impureUse, line: lineOf(node) })
    const evasive = evasion(node)
    if (evasive !== undefined) evasions.push({ what: evasive, line: lineOf(node) })
    ts.forEachChild(node, visit)
  }
  visit(file)
  text.split("\n").forEach((line, index) => {
    const directive = /@ts-(ignore|nocheck|expect-error)|\bTODO\b|\bFIXME\b/.exec(line)
    if (directive !== null) evasions.push({ what: directive[0], line: index + 1 })
  })
  return { path, lines: text.replace(/\n$/, "").split("\n").length, imports, impure, evasions, declared }
}
