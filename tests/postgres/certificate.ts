import { generateKeyPairSync, type KeyObject, sign } from "node:crypto"

/** A certificate and its key, as PEM. */
export interface Certificate {
  readonly certificate: string
  readonly key: string
}

/** Signs certificates of servers. */
export interface Authority {
  readonly certificate: string
  readonly issue: (host: string, validFrom?: Date) => Certificate
}

/**
 * An authority nobody knows of, for tests: X.509 version 3 by RFC 5280, ECDSA on P-256 with SHA-256 by RFC 5758. Certificates
 * are valid for ten years.
 */
export const authority = (name: string): Authority => {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const whole = { subject: name, publicKey: keys.publicKey, issuer: name, by: keys.privateKey }
  return {
    certificate: pem("CERTIFICATE", certificateOf({ ...whole, extensions: [isAuthority] })),
    issue: (host, validFrom) => {
      const own = generateKeyPairSync("ec", { namedCurve: "P-256" })
      const parts = { ...whole, subject: host, publicKey: own.publicKey, extensions: [namedBy(host)] }
      return {
        certificate: pem("CERTIFICATE", certificateOf(validFrom === undefined ? parts : { ...parts, validFrom })),
        key: own.privateKey.export({ type: "pkcs8", format: "pem" }).toString()
      }
    }
  }
}

interface Parts {
  readonly subject: string
  readonly publicKey: KeyObject
  readonly issuer: string
  readonly by: KeyObject
  readonly extensions: ReadonlyArray<Buffer>
  readonly validFrom?: Date
}

const certificateOf = ({ subject, publicKey, issuer, by, extensions, validFrom }: Parts): Buffer => {
  const from = validFrom ?? new Date(Date.now() - 86_400_000)
  const until = new Date(from.getTime() + 3_650 * 86_400_000)
  const content = sequence(
    tagged(0xa0, tagged(integer, Buffer.of(2))),
    tagged(integer, Buffer.from([1, ...Buffer.from(subject).subarray(0, 8)])),
    ecdsa,
    nameOf(issuer),
    sequence(tagged(time, Buffer.from(timeText(from))), tagged(time, Buffer.from(timeText(until)))),
    nameOf(subject),
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(...extensions))
  )
  return sequence(content, ecdsa, bits(sign("sha256", content, by)))
}

/** A value of ASN.1 in DER: what it is, how long it is, and its bytes (ITU-T X.690). */
const tagged = (tag: number, ...parts: ReadonlyArray<Buffer>): Buffer => {
  const content = Buffer.concat(parts)
  const length = content.length
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}

const [integer, time] = [0x02, 0x17]
const sequence = (...parts: ReadonlyArray<Buffer>): Buffer => tagged(0x30, ...parts)
const bits = (content: Buffer): Buffer => tagged(0x03, Buffer.of(0), content)
const octets = (content: Buffer): Buffer => tagged(0x04, content)
const identifier = (...bytes: ReadonlyArray<number>): Buffer => tagged(0x06, Buffer.from(bytes))

/** UTCTime, which has no century: until 2049 there is only one. */
const timeText = (moment: Date): string => `${moment.toISOString().replaceAll(/[-:T]/g, "").slice(2, 14)}Z`

/** `ecdsa-with-SHA256`, 1.2.840.10045.4.3.2. */
const ecdsa = sequence(identifier(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))

/** A name of one attribute, `commonName`, 2.5.4.3. */
const nameOf = (common: string): Buffer =>
  sequence(tagged(0x31, sequence(identifier(0x55, 0x04, 0x03), tagged(0x0c, Buffer.from(common)))))

/** `basicConstraints`, 2.5.29.19, critical: it may sign others. */
const isAuthority = sequence(
  identifier(0x55, 0x1d, 0x13),
  tagged(0x01, Buffer.of(0xff)),
  octets(sequence(tagged(0x01, Buffer.of(0xff))))
)

/** `subjectAltName`, 2.5.29.17: the name that clients ask for. */
const namedBy = (host: string): Buffer =>
  sequence(identifier(0x55, 0x1d, 0x11), octets(sequence(tagged(0x82, Buffer.from(host)))))

const pem = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${der.toString("base64").replaceAll(/.{64}/g, "$&\n").trimEnd()}\n-----END ${label}-----\n`
