import libpishkhan

/// A client of the counter: libpishkhan's, with Swift values on this side of it.
///
/// Owns the C client; for one thread.
final class CounterClient {
  private let raw: OpaquePointer
  /// What the library tells of on the way; it holds a pointer to it.
  let progress: Progress

  /// Reads the files that the settings name; connects with the first call.
  init(_ settings: Settings, progress: Progress) throws(CallError) {
    var error: OpaquePointer?
    let client = CounterClient.withOptions(settings, progress) { options in
      var client: OpaquePointer?
      _ = pishkhan_open(options, &client, &error)
      return client
    }
    guard let client else { throw CallError(taking: error) }
    raw = client
    self.progress = progress
  }

  deinit {
    pishkhan_close(raw)
  }

  /// Calls a function of the library, turns what it gives into a value, and frees it.
  func call<Result, Value>(
    freedBy free: (UnsafeMutablePointer<Result>?) -> Void,
    _ function: (
      OpaquePointer, UnsafeMutablePointer<UnsafeMutablePointer<Result>?>, UnsafeMutablePointer<OpaquePointer?>
    ) -> pishkhan_status,
    read: (Result) -> Value
  ) throws(CallError) -> Value {
    var result: UnsafeMutablePointer<Result>?
    var error: OpaquePointer?
    _ = function(raw, &result, &error)
    guard let result else { throw CallError(taking: error) }
    defer { free(result) }
    return read(result.pointee)
  }

  /// Calls a function of the library that gives no result of its own.
  func callForNothing(
    _ function: (OpaquePointer, UnsafeMutablePointer<OpaquePointer?>) -> pishkhan_status
  ) throws(CallError) {
    var error: OpaquePointer?
    guard function(raw, &error) == PISHKHAN_OK else { throw CallError(taking: error) }
  }

  /// Puts pages together, each with what it names as the next; an empty name ends it.
  func pages<Item>(
    _ page: (String) throws(CallError) -> ([Item], String)
  ) throws(CallError) -> [Item] {
    var items: [Item] = []
    var token = ""
    repeat {
      let next = try page(token)
      items += next.0
      token = next.1
    } while !token.isEmpty
    return items
  }

  /// Opens something of the client's that outlives the function.
  func open(
    _ function: (OpaquePointer, UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
  ) throws(CallError) -> OpaquePointer {
    var error: OpaquePointer?
    guard let opened = function(raw, &error) else { throw CallError(taking: error) }
    return opened
  }

  /// Lends the library's options; strings in them are valid during `body` alone.
  static func withOptions<Value>(
    _ settings: Settings, _ progress: Progress, _ body: (UnsafePointer<pishkhan_options>) -> Value
  ) -> Value {
    let pool = CStringPool()
    var options = pishkhan_options()
    options.size = MemoryLayout<pishkhan_options>.size
    options.target = pool.text(settings.target)
    options.ca_file = pool.text(settings.caFile)
    options.certificate_file = pool.text(settings.certificateFile)
    options.key_file = pool.text(settings.keyFile)
    options.server_name = pool.text(settings.serverName)
    options.language = pool.text(settings.language.rawValue)
    if let timeout = settings.timeoutMilliseconds {
      options.deadline_ms = timeout
      options.write_deadline_ms = timeout
      options.connect_timeout_ms = min(timeout, 20_000)
    }
    progress.install(in: &options)
    return withExtendedLifetime((pool, progress)) { body(&options) }
  }
}
