import Synchronization
import Testing

@testable import Reactor

@Suite("Event loop")
struct EventLoopTests {
  @Test("work from other threads runs on the loop's thread, in order, and not after the stop")
  func executesInOrder() throws {
    let loop = try EventLoop()
    let seen = Mutex<[Int]>([])
    for number in 0..<100 {
      loop.execute {
        let isHere = loop.isCurrent
        seen.withLock { $0.append(isHere ? number : -1) }
      }
    }
    loop.execute { loop.stop() }
    #expect(!loop.isCurrent)
    loop.start(name: "test")
    loop.join()
    loop.execute { seen.withLock { $0.append(-2) } }
    #expect(seen.withLock { $0 } == Array(0..<100))
  }

  @Test("a timer runs out once, a disarmed one never, a repeating one again")
  func timers() throws {
    let loop = try EventLoop()
    let fired = Mutex<[String]>([])
    loop.execute {
      let never = LoopTimer(loop: loop) { fired.withLock { $0.append("never") } }
      never.arm(milliseconds: 1)
      never.disarm()
      let once = LoopTimer(loop: loop) { fired.withLock { $0.append("once") } }
      once.arm(milliseconds: 0)
      var repeats = 0
      var again: LoopTimer?
      again = LoopTimer(loop: loop) {
        fired.withLock { $0.append("again") }
        repeats += 1
        guard repeats == 3 else { return }
        again?.disarm()
        again = nil
        #expect(!once.isArmed && !never.isArmed)
        loop.stop()
      }
      again?.arm(milliseconds: 1, repeating: true)
    }
    loop.start(name: "test")
    loop.join()
    let all = fired.withLock { $0 }
    #expect(all.filter { $0 == "once" }.count == 1)
    #expect(all.filter { $0 == "again" }.count == 3)
    #expect(!all.contains("never"))
  }

  @Test("the end of the tick follows the work of the tick")
  func endOfTick() throws {
    let loop = try EventLoop()
    let order = Mutex<[String]>([])
    loop.endOfTick = { order.withLock { if $0.last == "work" { $0.append("end") } } }
    loop.execute {
      order.withLock { $0.append("work") }
      let timer = LoopTimer(loop: loop) { loop.stop() }
      timer.arm(milliseconds: 1)
      loop.endOfTick = { [timer] in
        _ = timer
        order.withLock { if $0.last == "work" { $0.append("end") } }
      }
    }
    loop.start(name: "test")
    loop.join()
    #expect(order.withLock { $0 } == ["work", "end"])
  }
}
