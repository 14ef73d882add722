import Glibc

/// A file that a test needs cannot be read.
public struct UnreadableFile: Error {
  public let path: String
}

/// The text of a file of Tests/Data.
public func contents(ofDataFile name: String) throws -> String {
  let folders = "\(#filePath)".split(separator: "/").dropLast(2)
  return try contents(of: "/" + folders.joined(separator: "/") + "/Data/" + name)
}

/// The text of a file.
public func contents(of path: String) throws -> String {
  guard let file = fopen(path, "r") else { throw UnreadableFile(path: path) }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
    bytes += buffer[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}
