/* Every reason: its stable name, what it means and what to do, in English and Persian. */
#include "words.h"

typedef struct reason_entry {
  pk_word word;
  const char *advice_english; /* a sentence without its full stop; empty: nothing beyond the text */
  const char *advice_persian;
} reason_entry;

#define ENTRY(name, english, persian, advice_english, advice_persian)                                        \
  { {PISHKHAN_REASON_##name, #name, english, persian}, advice_english, advice_persian }

static const reason_entry reasons[] = {
    ENTRY(UNSPECIFIED, "the server gave no reason", "سامانه دلیلی اعلام نکرد", "", ""),
    ENTRY(FIELD_INVALID, "one or more fields are not valid", "یک یا چند فیلد درست نیست",
          "Correct the fields named", "فیلدهای نام‌برده را اصلاح کنید"),
    ENTRY(MESSAGE_MALFORMED, "the server could not read the message", "سامانه نتوانست پیام را بخواند",
          "Client and server do not fit together: update the client",
          "نسخهٔ برنامه با سامانه هم‌خوان نیست؛ برنامه را "
          "به‌روز "
          "کنید"),
    ENTRY(REQUEST_UNKNOWN, "no request has this tracking code", "درخواستی با این کد رهگیری وجود ندارد",
          "Check the digits of the tracking code",
          "رقم‌های کد رهگیری را بررسی کنید"),
    ENTRY(CODE_OR_SECRET_WRONG, "tracking code and secret do not belong together",
          "کد رهگیری و رمز با هم نمی‌خوانند",
          "Check both; after five wrong tries there are waits",
          "هر دو را بررسی کنید؛ پس از پنج بار خطا باید منتظر بمانید"),
    ENTRY(TOO_MANY_GUESSES, "too many wrong tries",
          "شمار تلاش‌های نادرست بیش از اندازه است",
          "Wait; until then even the right secret is refused",
          "منتظر بمانید؛ تا آن زمان رمز درست هم پذیرفته نمی‌شود"),
    ENTRY(CERTIFICATE_REQUIRED, "this needs a client certificate", "این کار به گواهی دستگاه نیاز دارد",
          "Open the client with certificate_file and key_file", "برنامه را با گواهی و کلید دستگاه اجرا کنید"),
    ENTRY(PRINCIPAL_UNKNOWN, "the certificate is valid but not registered",
          "گواهی معتبر است ولی ثبت نشده است", "Ask the counter's operator to register this certificate's key",
          "از گردانندهٔ سامانه بخواهید کلید این گواهی را ثبت کند"),
    ENTRY(PRINCIPAL_SUSPENDED, "the certificate's holder is suspended", "دارندهٔ گواهی معلق شده است",
          "Ask the counter's operator", "با گردانندهٔ سامانه تماس بگیرید"),
    ENTRY(ROLE_NOT_ALLOWED, "this certificate's role may not do this", "نقش این گواهی اجازهٔ این کار را ندارد",
          "Use the certificate of the right role", "از گواهی نقش درست استفاده کنید"),
    ENTRY(OUT_OF_SCOPE, "the request belongs to another agency or office",
          "درخواست به دستگاه یا دفتر دیگری تعلق دارد", "", ""),
    ENTRY(SERVICE_UNKNOWN, "there is no such service", "چنین خدمتی وجود ندارد",
          "Choose one of the services listed", "یکی از خدمات فهرست را برگزینید"),
    ENTRY(SERVICE_NOT_PUBLISHED, "the service is retired or not yet open",
          "خدمت بازنشسته شده یا هنوز باز نشده است", "Choose one of the services listed",
          "یکی از خدمات فهرست را برگزینید"),
    ENTRY(OFFICE_NOT_ACTIVE, "the office is suspended, revoked or closed", "دفتر معلق، لغو یا بسته شده است",
          "Ask the counter's operator", "با گردانندهٔ سامانه تماس بگیرید"),
    ENTRY(VERSION_STALE, "somebody acted on the request before",
          "پیش از شما روی درخواست اقدامی انجام شده است", "Read the request again and decide anew",
          "درخواست را دوباره بخوانید و از نو تصمیم بگیرید"),
    ENTRY(WRONG_STATE, "the act does not fit the request's state", "این اقدام با وضعیت درخواست سازگار نیست",
          "Read the request again", "درخواست را دوباره بخوانید"),
    ENTRY(IDEMPOTENCY_KEY_REUSED, "the idempotency key was used with other content",
          "کلید یکتا پیش‌تر با محتوای دیگری به کار رفته است",
          "Make a new key for new content", "برای محتوای تازه کلید تازه بسازید"),
    ENTRY(OVERLOADED, "the server has too much to do", "سامانه بیش از اندازه مشغول است",
          "Try again after the time told",
          "پس از زمان گفته‌شده دوباره تلاش کنید"),
    ENTRY(DRAINING, "the server is stopping", "سامانه در حال توقف است", "Try again in a moment",
          "اندکی بعد دوباره تلاش کنید"),
    ENTRY(STORE_FAILED, "the server's storage failed",
          "ذخیره‌سازی سامانه دچار خطا شد", "Try again later",
          "بعداً دوباره تلاش کنید"),
    ENTRY(FEEDBACK_ALREADY_GIVEN, "feedback was given before", "نظر پیش‌تر ثبت شده است",
          "", ""),
    ENTRY(FEEDBACK_TOO_EARLY, "feedback is asked only at the end",
          "نظرسنجی تنها در پایان کار انجام می‌شود",
          "Wait until the request is decided", "تا پایان رسیدگی منتظر بمانید"),
    ENTRY(OFFICE_UNKNOWN, "there is no such office", "چنین دفتری وجود ندارد", "", ""),
    ENTRY(AGENCY_UNKNOWN, "there is no such agency", "چنین دستگاهی وجود ندارد", "", ""),
    ENTRY(PROTOCOL, "the server refused the form of the call", "سامانه شکل فراخوانی را نپذیرفت", "", ""),
    ENTRY(NOT_CLAIMED_BY_CALLER, "another officer's machine works on it",
          "دستگاه دیگری روی آن کار می‌کند", "", ""),
    ENTRY(HISTORY_FULL, "the request can take no more events", "تاریخچهٔ درخواست پر شده است", "", ""),
    ENTRY(ARGUMENT_INVALID, "the call was made wrongly", "فراخوانی نادرست است",
          "This is a fault of the program", "این ایراد از برنامه است"),
    ENTRY(OUT_OF_MEMORY, "out of memory", "حافظه کافی نیست", "", ""),
    ENTRY(FILE_UNREADABLE, "a certificate or key file cannot be read",
          "پروندهٔ گواهی یا کلید خوانده نمی‌شود",
          "Check path, rights and that it is PEM", "مسیر، دسترسی و قالب PEM را بررسی کنید"),
    ENTRY(KEY_MISMATCH, "the key does not belong to the certificate", "کلید به این گواهی تعلق ندارد",
          "Give the key that the certificate was made for", "کلید همان گواهی را بدهید"),
    ENTRY(TARGET_INVALID, "the server's address is not written as host:port",
          "نشانی سامانه به شکل host:port نیست",
          "Give host:port, such as counter.example:7443: without https:// in front and without a path behind",
          "نشانی را به شکل host:port بدهید، مانند counter.example:7443؛ بدون https:// در آغاز و بدون مسیر در "
          "پایان"),
    ENTRY(OWN_CERTIFICATE_EXPIRED, "this machine's certificate is not valid now",
          "گواهی این دستگاه اکنون اعتبار ندارد",
          "Check this machine's clock, then ask the counter's operator for a new certificate",
          "ساعت این دستگاه را بررسی کنید، سپس از گردانندهٔ سامانه گواهی تازه بخواهید"),
    ENTRY(ADDRESS_UNKNOWN, "the server's name has no address",
          "برای نام سامانه نشانی‌ای یافت نشد",
          "Check the name and this machine's DNS", "نام و تنظیم DNS را بررسی کنید"),
    ENTRY(CONNECT_FAILED, "no connection to the server", "اتصال به سامانه برقرار نشد",
          "Check that the server runs and that no firewall stands between",
          "روشن بودن سامانه و دیوار آتش را بررسی کنید"),
    ENTRY(CONNECT_TIMEOUT, "the server did not answer in time", "سامانه در زمان مقرر پاسخ نداد",
          "Check the line and the firewall", "خط ارتباط و دیوار آتش را بررسی کنید"),
    ENTRY(TLS_FAILED, "no TLS 1.3 with this peer", "برقراری TLS 1.3 ممکن نشد",
          "Check that the port is the server's and that nothing intercepts TLS",
          "درگاه را بررسی کنید و مطمئن شوید چیزی TLS را نمی‌شکند"),
    ENTRY(CERTIFICATE_UNTRUSTED, "the server's certificate is not trusted", "گواهی سامانه مورد اعتماد نیست",
          "Check ca_file; if it is right, this is not your server",
          "پروندهٔ CA را بررسی کنید؛ اگر درست است این سامانهٔ شما نیست"),
    ENTRY(CERTIFICATE_EXPIRED, "the server's certificate is not valid now", "گواهی سامانه اکنون اعتبار ندارد",
          "Check this machine's clock, then tell the operator",
          "ساعت این دستگاه را بررسی کنید، سپس به گردانندهٔ سامانه خبر دهید"),
    ENTRY(CERTIFICATE_NAME, "the server's certificate is for another name", "گواهی سامانه برای نام دیگری است",
          "Check target and server_name", "نشانی و نام سامانه را بررسی کنید"),
    ENTRY(CERTIFICATE_REFUSED, "the server refused this machine's certificate",
          "سامانه گواهی این دستگاه را نپذیرفت",
          "Check that it is signed by the server's CA and has not expired",
          "امضاکننده و تاریخ گواهی را بررسی کنید"),
    ENTRY(ALPN_REFUSED, "the peer does not speak HTTP/2", "طرف مقابل HTTP/2 نمی‌فهمد",
          "Check that the port is the server's", "درگاه را بررسی کنید"),
    ENTRY(CONNECTION_LOST, "the line broke", "خط ارتباط قطع شد", "", ""),
    ENTRY(DEADLINE_PASSED, "no answer came in time", "پاسخ در زمان مقرر نرسید", "", ""),
    ENTRY(CALL_CANCELLED, "the call was cancelled", "فراخوانی لغو شد", "", ""),
    ENTRY(STREAM_RESET, "the server broke the call off", "سامانه فراخوانی را قطع کرد", "", ""),
    ENTRY(RESPONSE_INVALID, "the answer cannot be understood", "پاسخ سامانه قابل فهم نیست",
          "Check that target is the counter and not another server",
          "مطمئن شوید نشانی از آنِ پیشخوان است و نه سامانه‌ای "
          "دیگر"),
    ENTRY(MESSAGE_TOO_LARGE, "a message is too large", "پیام بیش از اندازه بزرگ است", "", ""),
    ENTRY(CALLED_FROM_CALLBACK, "a blocking call inside a callback",
          "فراخوانی ایستا درون یک پس‌خوان", "This is a fault of the program",
          "این ایراد از برنامه است"),
    ENTRY(NOT_CONNECTED, "no connection to the server was made in the time given",
          "در زمان مقرر اتصالی به سامانه برقرار نشد", "Check the line and that the server runs",
          "خط ارتباط و روشن بودن سامانه را بررسی کنید"),
};

static const reason_entry unknown = {{0, "UNRECOGNIZED", "a reason that this version does not know",
                                      "دلیلی که این نسخه نمی‌شناسد"},
                                     "",
                                     ""};

static const reason_entry *find(pishkhan_reason reason) {
  for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
    if (reasons[i].word.value == (int)reason)
      return &reasons[i];
  return &unknown;
}

const char *pishkhan_reason_name(pishkhan_reason reason) { return find(reason)->word.name; }

const char *pishkhan_reason_text(pishkhan_reason reason, const char *language) {
  return pk_text(&find(reason)->word, language);
}

const char *pk_advice(pishkhan_reason reason, const char *language) {
  return pk_is_persian(language) ? find(reason)->advice_persian : find(reason)->advice_english;
}
