/// "name=value", as --set, --question and --answer take it.
struct Assignment: Sendable, Equatable {
  let name: String
  let value: String

  init(_ typed: String, of flag: Flag) throws(UsageError) {
    guard let sign = typed.firstIndex(of: "="), sign != typed.startIndex else {
      throw UsageError(.assignmentExpected, flag.usage, typed)
    }
    name = String(typed[..<sign])
    value = String(typed[typed.index(after: sign)...])
  }
}

/// The values for one attribute of a form.
struct FormValue: Sendable, Equatable {
  let attribute: String
  var values: [String]
}

/// Reads all of a flag's assignments; an attribute that is named again gets one more value.
func formValues(_ flag: Flag, in arguments: ParsedArguments) throws(UsageError) -> [FormValue] {
  var form: [FormValue] = []
  for typed in arguments.all(flag) {
    let assignment = try Assignment(typed, of: flag)
    if let index = form.firstIndex(where: { $0.attribute == assignment.name }) {
      form[index].values.append(assignment.value)
    } else {
      form.append(FormValue(attribute: assignment.name, values: [assignment.value]))
    }
  }
  return form
}
