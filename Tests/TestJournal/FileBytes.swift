import Glibc

/// The bytes of a file; none where there is no file.
public func readFile(_ path: String) -> [UInt8] {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return [] }
  defer { close(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while case let count = read(file, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
  return bytes
}

/// Makes a file of these bytes, or makes an existing one hold these alone.
public func writeFile(_ path: String, _ bytes: [UInt8]) {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  precondition(file >= 0, "no file can be made at \(path): \(String(cString: strerror(errno)))")
  defer { close(file) }
  precondition(write(file, bytes, bytes.count) == bytes.count, "the disk under the tests is full")
}

/// Copies a file; nothing where there is none.
public func copy(_ source: String, to target: String) {
  guard access(source, F_OK) == 0 else { return }
  writeFile(target, readFile(source))
}
