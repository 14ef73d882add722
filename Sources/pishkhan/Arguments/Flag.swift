/// A flag of the command line.
struct Flag: Sendable {
  enum Values: Sendable, Equatable {
    case none
    /// One value; the text stands for it in the help.
    case one(String)
    /// The flag may be given again and again.
    case many(String)
  }

  /// With its hyphens.
  let name: String
  let values: Values
  let help: BilingualText
  /// The environment variable that stands in for it.
  let variable: String?

  init(_ name: String, _ values: Values, variable: String? = nil, _ help: BilingualText) {
    self.name = name
    self.values = values
    self.variable = variable
    self.help = help
  }

  /// What stands for its value in the help; empty for a flag without one.
  var placeholder: String {
    switch values {
    case .none: ""
    case .one(let placeholder), .many(let placeholder): placeholder
    }
  }

  /// As the help shows it: "--secret S".
  var usage: String {
    switch values {
    case .none: name
    case .one(let placeholder), .many(let placeholder): "\(name) \(placeholder)"
    }
  }
}

/// A word of the command line that is no flag.
struct Operand: Sendable {
  let name: String
  let isRequired: Bool
  let help: BilingualText

  init(_ name: String, required: Bool = true, _ help: BilingualText) {
    self.name = name
    isRequired = required
    self.help = help
  }
}
