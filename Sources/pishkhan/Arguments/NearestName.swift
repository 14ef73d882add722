/// The name that was most likely meant: the one fewest typing slips away, if it is near enough; else nil.
func nearestName(to typed: String, among names: [String]) -> String? {
  let slipsMost = max(1, typed.count / 3)
  var best: (name: String, slips: Int)?
  for name in names {
    let slips = typingSlips(from: typed, to: name)
    if slips <= slipsMost && slips < best?.slips ?? Int.max { best = (name, slips) }
  }
  return best?.name
}

/// How many letters must be left out, put in, changed or swapped with their neighbour (optimal string alignment
/// distance).
func typingSlips(from typed: String, to name: String) -> Int {
  let a = Array(typed)
  let b = Array(name)
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1] + [Int](repeating: 0, count: b.count)
    for j in 0..<b.count {
      row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
        row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
      }
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}
