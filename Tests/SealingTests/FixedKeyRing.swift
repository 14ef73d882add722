import Sealing

/// A key ring over a master key of one byte repeated: the same keys in every run.
func fixedKeyRing(_ byte: UInt8) throws -> KeyRing {
  let master = [UInt8](repeating: byte, count: SecretKey.byteCount)
  return try KeyRing(master: master.withUnsafeBytes { SecretKey(copying: $0) })
}
