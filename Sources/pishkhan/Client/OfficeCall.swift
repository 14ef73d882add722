import CProtobufC
import Messages
import libpishkhan

/// What the public may know of an office.
struct Office: Equatable, Sendable {
  let id: String
  let licence: String
  let kind: Word
  let region: String
  let status: Word
  let names: LocalizedTexts
}

/// Offices.GetOffice goes through the library's generic call: it has no function of its own for it.
extension CounterClient {
  func office(_ id: String) throws(CallError) -> Office {
    let request = encodedRequest(id)
    let answer = try call(freedBy: pishkhan_bytes_free) {
      pishkhan_call($0, "/pishkhan.v1.Offices/GetOffice", request, request.count, nil, $1, $2)
    } read: {
      bytes($0.data, $0.size)
    }
    guard let office = decodedOffice(answer) else { throw CallError.unreadableAnswer }
    return office
  }

  private func encodedRequest(_ id: String) -> [UInt8] {
    let pool = CStringPool()
    var message = Pishkhan__V1__GetOfficeRequest()
    pishkhan__v1__get_office_request__init(&message)
    return withExtendedLifetime(pool) {
      message.id = UnsafeMutablePointer(mutating: pool.text(id))
      let size = pishkhan__v1__get_office_request__get_packed_size(&message)
      return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        count = pishkhan__v1__get_office_request__pack(&message, buffer.baseAddress)
      }
    }
  }

  private func decodedOffice(_ answer: [UInt8]) -> Office? {
    guard let message = pishkhan__v1__get_office_response__unpack(nil, answer.count, answer) else {
      return nil
    }
    defer { pishkhan__v1__get_office_response__free_unpacked(message, nil) }
    guard let office = message.pointee.office?.pointee else { return nil }
    let names = (0..<office.n_names).compactMap { index in
      office.names[index].map {
        LocalizedTexts.Entry(language: string($0.pointee.language), text: string($0.pointee.text))
      }
    }
    return Office(
      id: string(office.id), licence: string(office.licence),
      kind: Word(pishkhan_channel(office.kind.rawValue)), region: string(office.region),
      status: Word(office.status), names: LocalizedTexts(names))
  }
}

extension Word {
  fileprivate init(_ status: Pishkhan__V1__OfficeStatus) {
    self =
      switch status {
      case PISHKHAN__V1__OFFICE_STATUS__OFFICE_STATUS_ACTIVE: Word("ACTIVE", BilingualText("active", "فعال"))
      case PISHKHAN__V1__OFFICE_STATUS__OFFICE_STATUS_SUSPENDED:
        Word("SUSPENDED", BilingualText("suspended", "معلق"))
      case PISHKHAN__V1__OFFICE_STATUS__OFFICE_STATUS_REVOKED:
        Word("REVOKED", BilingualText("licence revoked", "پروانه لغو شده"))
      case PISHKHAN__V1__OFFICE_STATUS__OFFICE_STATUS_CLOSED: Word("CLOSED", BilingualText("closed", "بسته"))
      default: Word("UNRECOGNIZED", BilingualText("not told", "نامشخص"))
      }
  }
}

extension Office: Presentable {
  var json: JSONValue {
    .object([
      JSONValue.Member("id", .string(id)), JSONValue.Member("licence", .string(licence)),
      JSONValue.Member("kind", kind.json), JSONValue.Member("region", .string(region)),
      JSONValue.Member("status", status.json), JSONValue.Member("names", names.json),
    ])
  }

  func write(to page: inout Page) {
    let writing = page.writing
    page.line(writing.free(names[page.language] ?? id))
    page.field(.office, writing.code(id))
    page.field(.status, status[page.language])
    page.field(.kind, kind[page.language])
    page.field(.licence, writing.code(licence))
    page.field(.region, writing.code(region))
  }
}
