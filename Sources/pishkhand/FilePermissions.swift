import Glibc

/// Files whose readers could be the server, or know all that it knows.
enum FilePermissions {
  /// Writes a warning for each that others than its owner may read or write. Whoever holds the operator's group may be meant:
  /// the master key alone, which nothing replaces, is refused elsewhere.
  static func warn(_ paths: [String], _ log: Log) {
    for path in paths {
      var status = stat()
      // One that is missing or unreadable is told by whoever needs it.
      guard stat(path, &status) == 0, status.st_mode & 0o077 != 0 else { continue }
      log.write(
        .warning, "file_open_to_others",
        [
          "path": .text(path), "mode": .text(String(status.st_mode & 0o7777, radix: 8)),
          "cure": .text("chmod 600"),
        ])
    }
  }
}
