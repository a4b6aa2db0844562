import { appoint, may, type User } from "./clinic.ts"

const users: ReadonlyArray<User> = [
  { login: "rosa", roles: ["reception"] },
  { login: "ning", roles: ["nurse"] },
  { login: "dora", roles: ["doctor"] },
  { login: "paul", roles: ["patient"] },
  { login: "gwen", roles: ["doctor", "gone"] }
]

const permissions = ["visit.book", "visit.list", "visit.bill", "patient.find", "record.read", "record.write"]

const word = (user: User, permission: string): string => {
  if (may(user, permission)) return "yes"
  return may(user, permission, user.login) ? "own" : "-"
}

console.log(["", ...permissions].map((cell) => cell.padEnd(13)).join(""))
for (const user of users) {
  const cells = permissions.map((permission) => word(user, permission))
  console.log(
    [user.login, ...cells]
      .map((cell) => cell.padEnd(13))
      .join("")
      .trimEnd()
  )
}

const [rosa, ning, dora] = users
if (rosa !== undefined && ning !== undefined && dora !== undefined) {
  console.log()
  console.log("dora makes rosa a doctor: ", appoint(dora, rosa, "doctor"))
  console.log("ning makes rosa a doctor: ", appoint(ning, rosa, "doctor"))
}
