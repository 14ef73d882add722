/// Of server, client and library alike; CHANGELOG.md tells what is in it.
let version = "0.1.0"
