public import Casework
import Glibc
import Sealing

/// Compares the files of a folder with what the journal says of them, beside a running server too. Changes nothing.
public struct FileAudit {
  /// What is wrong with a file, as one line; names it by its id alone.
  public struct Finding: Sendable, Equatable, CustomStringConvertible {
    public enum Kind: Sendable, Equatable { case missing, unreadable, otherSize, otherBytes, ofNobody }

    public let id: AttachmentId
    public let kind: Kind

    public var description: String {
      switch kind {
      case .missing: "attachment \(id.hexadecimal) is missing"
      case .unreadable: "attachment \(id.hexadecimal) can't be read"
      case .otherSize: "attachment \(id.hexadecimal) has another size than its row says"
      case .otherBytes: "attachment \(id.hexadecimal) has other bytes than those that were stored"
      case .ofNobody: "the file \(id.hexadecimal) among the attachments belongs to nothing"
      }
    }
  }

  private let folder: AttachmentFolder
  private let hasher: SHA256Context
  private var known: Set<AttachmentId> = []
  public private(set) var findings: [Finding] = []

  /// - Parameter path: the folder; where there is none there are no files.
  public init(path: String) throws {
    folder = AttachmentFolder(existing: path)
    hasher = try SHA256Context()
  }

  /// Checks one file that has to be there.
  /// - Parameters:
  ///   - size: bytes.
  ///   - sha256: nil where it is not known any more.
  public mutating func expect(_ id: AttachmentId, size: UInt64, sha256: Digest?) {
    known.insert(id)
    do throws(AttachmentFault) {
      let file = try OpenFile(folder.kept(id), O_RDONLY)
      if try file.size != size {
        findings.append(Finding(id: id, kind: .otherSize))
      } else if let sha256, try hash(file) != sha256 {
        findings.append(Finding(id: id, kind: .otherBytes))
      }
    } catch {
      findings.append(Finding(id: id, kind: error == .missing ? .missing : .unreadable))
    }
  }

  private func hash(_ file: borrowing OpenFile) throws(AttachmentFault) -> Digest {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    hasher.start()
    var offset: UInt64 = 0
    while case let count = try file.read(buffer, at: offset), count > 0 {
      hasher.update(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
      offset += UInt64(count)
    }
    return hasher.finish()
  }

  /// Looks for files that nobody expects. One whose upload is still there is being stored right now.
  public mutating func findStrays() throws {
    var uploads: Set<AttachmentId> = []
    for name in try names(in: folder.partial) {
      if let id = AttachmentId(hexadecimal: String(name.prefix(2 * AttachmentId.byteCount))) {
        uploads.insert(id)
      }
    }
    for digit in AttachmentFolder.digits {
      for name in try names(in: "\(folder.path)/\(digit)") {
        guard let id = AttachmentId(hexadecimal: name), !known.contains(id), !uploads.contains(id) else {
          continue
        }
        findings.append(Finding(id: id, kind: .ofNobody))
      }
    }
  }

  private func names(in path: String) throws(AttachmentFault) -> [String] {
    do throws(AttachmentFault) {
      return try AttachmentFolder.names(in: path)
    } catch {
      if error == .missing { return [] }
      throw error
    }
  }
}
