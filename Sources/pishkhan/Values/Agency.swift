import libpishkhan

/// An agency.
struct Agency: Equatable, Sendable {
  let id: String
  let names: LocalizedTexts

  init(id: String, names: LocalizedTexts) {
    self.id = id
    self.names = names
  }

  init(_ raw: pishkhan_agency) {
    id = string(raw.id)
    names = LocalizedTexts(raw.names, raw.name_count)
  }

  func raw(_ pool: CStringPool) -> pishkhan_agency {
    pishkhan_agency(
      size: MemoryLayout<pishkhan_agency>.size, id: pool.text(id), names: pool.texts(names),
      name_count: names.entries.count)
  }
}
