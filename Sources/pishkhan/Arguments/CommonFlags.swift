/// The flags that every command takes.
extension Flag {
  static let target = Flag(
    "--target", .one("HOST:PORT"), variable: "PISHKHAN_TARGET",
    BilingualText(
      "the server; default \(Settings.defaultTarget)", "سامانه؛ پیش‌فرض \(Settings.defaultTarget)"))
  static let ca = Flag(
    "--ca", .one("FILE"), variable: "PISHKHAN_CA",
    BilingualText(
      "PEM: who signs the server's certificate; default the system's",
      "PEM: امضاکنندهٔ گواهی سامانه؛ پیش‌فرض گواهی‌های سیستم"))
  static let certificate = Flag(
    "--cert", .one("FILE"), variable: "PISHKHAN_CERT",
    BilingualText("PEM: this machine's certificate", "PEM: گواهی این دستگاه"))
  static let certificateKey = Flag(
    "--cert-key", .one("FILE"), variable: "PISHKHAN_KEY",
    BilingualText("PEM: the certificate's private key", "PEM: کلید خصوصی گواهی"))
  static let serverName = Flag(
    "--server-name", .one("NAME"), variable: "PISHKHAN_SERVER_NAME",
    BilingualText(
      "the name in the server's certificate; default the host",
      "نامی که در گواهی سامانه است؛ پیش‌فرض همان میزبان"))
  static let language = Flag(
    "--lang", .one("fa|en"), variable: "PISHKHAN_LANG",
    BilingualText("language of the texts; default en", "زبان نوشته‌ها؛ پیش‌فرض en"))
  static let timeout = Flag(
    "--timeout-ms", .one("N"), variable: "PISHKHAN_TIMEOUT_MS",
    BilingualText(
      "milliseconds for a call, connecting included; default 10000 to read, 30000 to write",
      "زمان هر فراخوانی به میلی‌ثانیه، با اتصال؛ پیش‌فرض ۱۰٬۰۰۰ برای خواندن و ۳۰٬۰۰۰ برای نوشتن"))
  static let json = Flag(
    "--json", .none, BilingualText("results and errors as JSON", "نتیجه و خطا به شکل JSON"))
  static let verbose = Flag(
    "--verbose", .none,
    BilingualText("tell of connections on standard error", "گزارش اتصال‌ها در خروجی خطا"))
  static let trace = Flag(
    "--trace", .none,
    BilingualText("tell of every HTTP/2 frame on standard error", "گزارش هر قاب HTTP/2 در خروجی خطا"))
  static let help = Flag(
    "--help", .none, BilingualText("this help", "همین راهنما"))

  static let common: [Flag] = [
    target, ca, certificate, certificateKey, serverName, language, timeout, json, verbose, trace, help,
  ]
}
