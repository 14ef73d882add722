import libpishkhan

extension CounterClient {
  func office(_ id: String) throws(CallError) -> Office {
    try call(
      freedBy: pishkhan_office_free, { pishkhan_get_office($0, id, nil, $1, $2) }, read: Office.init)
  }
}
