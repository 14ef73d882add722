import Casework
import Catalogue
import Glibc
import Journal
import Sealing

/// `pishkhand catalogue DIR …`: agencies, services, calendars, offices and delegations as files.
enum CatalogueCommand {
  static let usage = """
    catalogue takes DIR and one of: export [FILE]; import FILE; open311 AGENCY LIST [DEFINITION...]
    """

  static func run(_ arguments: [String]) throws -> Int32 {
    let folder = DataFolder(arguments[0])
    let rest = Array(arguments.dropFirst(2))
    switch (arguments[1], rest.count) {
    case ("export", 0): return try export(folder, to: nil)
    case ("export", 1): return try export(folder, to: rest[0])
    case ("import", 1): return try take(rest[0], folder)
    case ("open311", 2...): return try takeOpen311(agency: rest[0], files: Array(rest.dropFirst()), folder)
    default: return fail(usage, code: 2)
    }
  }

  private static func export(_ folder: DataFolder, to path: String?) throws -> Int32 {
    let text = CatalogueContents(try DirectoryTables.load(path: folder.journal)).text
    guard let path else {
      print(text, terminator: "")
      return 0
    }
    try DurableFile.create(path, text.utf8, mode: 0o644)
    print("wrote \(path)")
    return 0
  }

  private static func take(_ path: String, _ folder: DataFolder) throws -> Int32 {
    let file: CatalogueFile
    do throws(CatalogueFaults) {
      file = try CatalogueFile(try read(path))
    } catch { return refuse(error, path) }
    return try take(file, from: path, folder)
  }

  private static func takeOpen311(agency: String, files: [String], _ folder: DataFolder) throws -> Int32 {
    var list: Open311Services
    do throws(CatalogueFaults) {
      list = try Open311Services(list: try read(files[0]), agency: agency)
    } catch { return refuse(error, files[0]) }
    for path in files.dropFirst() {
      do throws(CatalogueFaults) { try list.add(definition: try read(path)) } catch {
        return refuse(error, path)
      }
    }
    let code = try take(list.file, from: files[0], folder)
    if code == 0 && !list.withoutDefinition.isEmpty {
      print(
        "these have a form whose definition was not given: \(list.withoutDefinition.joined(separator: ", "))")
    }
    return code
  }

  /// All of it or nothing.
  private static func take(_ file: CatalogueFile, from path: String, _ folder: DataFolder) throws -> Int32 {
    var plan = CataloguePlan()
    let refused = try DirectoryCommand.apply(path: folder.journal, at: unixMilliseconds()) { directory in
      plan = CataloguePlan(file, for: directory)
      return plan.changes.map(\.value)
    }
    if let refused {
      let place = plan.changes[refused.change]
      let fault = CatalogueFault(line: place.line, field: place.path, refused.rejection.description)
      return refuse(CatalogueFaults(faults: [fault]), path)
    }
    folder.tellServer()
    for change in plan.changes { print("\(change.value.kind)\t\(change.path)") }
    print("\(plan.changes.count) changes")
    return 0
  }

  private static func refuse(_ faults: CatalogueFaults, _ path: String) -> Int32 {
    for fault in faults.faults { writeToStandardError("\(path): \(fault)\n") }
    return fail("\(path): nothing was taken in")
  }

  /// Far above what the largest province needs.
  private static let bytesMax = 64 << 20

  private static func read(_ path: String) throws(CatalogueFaults) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw CatalogueFaults(faults: [CatalogueFault(line: 0, String(cString: strerror(errno)))])
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = Glibc.read(file, &buffer, buffer.count), count != 0 {
      guard count > 0 else {
        throw CatalogueFaults(faults: [CatalogueFault(line: 0, String(cString: strerror(errno)))])
      }
      bytes += buffer[..<count]
      guard bytes.count <= bytesMax else {
        throw CatalogueFaults(faults: [CatalogueFault(line: 0, "the file is larger than 64 MiB")])
      }
    }
    return bytes
  }
}

extension DataFolder {
  /// A running server reads its directory again at SIGHUP.
  func tellServer() {
    if let server = FolderLock.holder(of: self) { kill(server, SIGHUP) }
  }
}
