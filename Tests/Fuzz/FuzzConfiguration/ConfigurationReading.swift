/// The settings file: never a trap; what is taken is written in its one form and read again.
///
/// The other files of this folder are links to pishkhand's own: a program cannot be imported where libFuzzer brings main.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzConfiguration(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: data, count: count)
  guard let text = String(validating: bytes, as: UTF8.self), let configuration = parsed(text) else {
    return 0
  }
  // Without a blank: behind one a value's own number sign would begin a comment.
  let written = Setting.all.map { "\($0.name)=\($0.get(configuration, folder))\n" }.joined()
  guard let again = parsed(written) else { preconditionFailure("what we write we can read:\n\(written)") }
  for setting in Setting.all {
    precondition(setting.get(again, folder) == setting.get(configuration, folder), "\(setting.name) changed")
  }
  return 0
}

private let folder = DataFolder("/data")

private func parsed(_ text: String) -> Configuration? {
  do throws(ConfigurationError) {
    return try ConfigurationFile(folder: folder).parse(text, path: "pishkhand.conf")
  } catch {
    precondition(error.line > 0)
    return nil
  }
}
