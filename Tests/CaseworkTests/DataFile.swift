import Glibc

struct UnreadableFile: Error {
  let path: String
}

/// The text of a file of Tests/Data.
func contents(ofDataFile name: String, from source: StaticString = #filePath) throws -> String {
  let folders = "\(source)".split(separator: "/").dropLast(2)
  let path = "/" + folders.joined(separator: "/") + "/Data/" + name
  guard let file = fopen(path, "r") else { throw UnreadableFile(path: path) }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
    bytes += buffer[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}
