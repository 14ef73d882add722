/// A C string that the library owns; empty for NULL.
func string(_ text: UnsafePointer<CChar>?) -> String {
  text.map { String(cString: $0) } ?? ""
}

/// Bytes that the library owns.
func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
  Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
}

/// An array of structs.
func values<Raw, Value>(_ start: UnsafePointer<Raw>?, _ count: Int, _ read: (Raw) -> Value) -> [Value] {
  UnsafeBufferPointer(start: start, count: start == nil ? 0 : count).map(read)
}

/// An array of pointers to structs.
func values<Raw, Value>(
  _ start: UnsafePointer<UnsafePointer<Raw>?>?, _ count: Int, _ read: (Raw) -> Value
) -> [Value] {
  UnsafeBufferPointer(start: start, count: start == nil ? 0 : count).compactMap {
    $0.map { read($0.pointee) }
  }
}

/// An array of C strings.
func strings(_ start: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int) -> [String] {
  UnsafeBufferPointer(start: start, count: start == nil ? 0 : count).map(string)
}
