/// The calls of one loop that handlers hold references to.
///
/// A slot is taken when a reference is made. A call that was answered frees it; a call that was cancelled keeps it until
/// the handler, which works on without knowing, looks for the call: so long it counts as alive.
struct CallTable {
  private struct Slot {
    var call: ServerCall?
    /// Of a cancelled call: whose handler it is.
    var connection: Connection?
    var generation: UInt32 = 0
  }

  private var slots: [Slot] = []
  private var free: [UInt32] = []

  mutating func insert(_ call: ServerCall) -> (index: UInt32, generation: UInt32) {
    let index: UInt32
    if let reused = free.popLast() {
      index = reused
    } else {
      index = UInt32(slots.count)
      slots.append(Slot())
    }
    slots[Int(index)].call = call
    return (index, slots[Int(index)].generation)
  }

  /// The call has been answered.
  mutating func remove(_ slot: UInt32) {
    slots[Int(slot)].call = nil
    slots[Int(slot)].connection = nil
    slots[Int(slot)].generation &+= 1
    free.append(slot)
  }

  /// The call is over, and its handler does not know.
  mutating func orphan(_ slot: UInt32, of connection: Connection) {
    slots[Int(slot)].call = nil
    slots[Int(slot)].connection = connection
  }

  /// What a reference leads to.
  enum Found {
    case live(ServerCall)
    /// The handler of a call of this connection has just learnt that the call is over.
    case orphaned(Connection)
    case gone
  }

  mutating func find(slot: UInt32, generation: UInt32) -> Found {
    guard slot < slots.count, slots[Int(slot)].generation == generation else { return .gone }
    if let call = slots[Int(slot)].call { return .live(call) }
    guard let connection = slots[Int(slot)].connection else { return .gone }
    remove(slot)
    return .orphaned(connection)
  }
}
