/// The library's names of facts (diagnose.h), for people. One that is missing here is shown by its name.
let factLabels: [String: BilingualText] = [
  "host": BilingualText("host", "میزبان"),
  "port": BilingualText("port", "درگاه"),
  "address": BilingualText("address", "نشانی"),
  "version": BilingualText("version", "نسخه"),
  "cipher": BilingualText("cipher", "رمزنگاری"),
  "group": BilingualText("key exchange", "تبادل کلید"),
  "subject": BilingualText("subject", "دارنده"),
  "issuer": BilingualText("issuer", "صادرکننده"),
  "not_before": BilingualText("valid from", "اعتبار از"),
  "not_after": BilingualText("valid until", "اعتبار تا"),
  "names": BilingualText("for the name", "برای نام"),
  "verify": BilingualText("verified", "راستی‌آزمایی"),
  "expected": BilingualText("expected name", "نام مورد انتظار"),
  "protocol": BilingualText("protocol", "پروتکل"),
  "status": BilingualText("status", "وضعیت"),
  "local_time": BilingualText("time here", "ساعت این‌جا"),
  "source": BilingualText("judged by", "سنجیده با"),
  "asked": BilingualText("the server asks for a certificate", "درخواست گواهی از سوی سامانه"),
  "given": BilingualText("this side gives one", "ارائهٔ گواهی از این سو"),
  "within_ms": BilingualText("known to within, ms", "با دقت، هزارم ثانیه"),
  "difference_ms": BilingualText("the server's clock", "ساعت سامانه"),
]

/// What the clock was judged by (the fact "source").
let clockSources: [String: BilingualText] = [
  "date_header": BilingualText("the server's Date header", "سرایند Date سامانه"),
  "certificate": BilingualText(
    "the certificate's validity alone, as the server tells no time",
    "تنها بازهٔ اعتبار گواهی، چون سامانه ساعت خود را نمی‌گوید"),
]
