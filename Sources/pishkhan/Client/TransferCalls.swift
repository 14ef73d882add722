import libpishkhan

/// Where an upload belongs.
struct UploadPlace {
  /// Before a submission.
  var service: String?
  /// Afterwards.
  var trackingCode: String?
  var secret: String?
  /// The form's attribute that it answers; nil: a file that is added.
  var attribute: String?
}

extension CounterClient {
  func upload(
    _ file: OpenFile, named name: String, to place: UploadPlace, id: IdempotencyKey
  ) throws(CallError) -> Upload {
    let pool = CStringPool()
    let context = Unmanaged.passUnretained(file).toOpaque()
    var raw = pishkhan_upload()
    raw.size = MemoryLayout<pishkhan_upload>.size
    raw.upload_id = pool.key(id)
    raw.service = pool.text(place.service)
    raw.tracking_code = pool.text(place.trackingCode)
    raw.secret = pool.text(place.secret)
    raw.attribute = pool.text(place.attribute)
    raw.name = pool.text(name)
    raw.read = OpenFile.read
    raw.read_context = context
    raw.progress = OpenFile.progress
    raw.progress_context = context
    return try withExtendedLifetime((pool, file)) { () throws(CallError) in
      try call(
        freedBy: pishkhan_uploaded_free, { pishkhan_upload_file($0, &raw, nil, $1, $2) }, read: Upload.init)
    }
  }

  /// - Parameter offset: bytes that an earlier download left in the file.
  func download(
    _ id: String, of trackingCode: String?, secret: String?, into file: OpenFile, from offset: UInt64
  ) throws(CallError) -> Download {
    let pool = CStringPool()
    let context = Unmanaged.passUnretained(file).toOpaque()
    var raw = pishkhan_download()
    raw.size = MemoryLayout<pishkhan_download>.size
    raw.id = pool.text(id)
    raw.tracking_code = pool.text(trackingCode)
    raw.secret = pool.text(secret)
    raw.offset = offset
    raw.read = OpenFile.read
    raw.read_context = context
    raw.write = OpenFile.write
    raw.write_context = context
    raw.progress = OpenFile.progress
    raw.progress_context = context
    return try withExtendedLifetime((pool, file)) { () throws(CallError) in
      try call(
        freedBy: pishkhan_downloaded_free, { pishkhan_download_file($0, &raw, nil, $1, $2) },
        read: Download.init)
    }
  }
}
