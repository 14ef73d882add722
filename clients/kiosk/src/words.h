/* What the terminal says, in Persian; beside each its meaning. */
#ifndef KIOSK_WORDS_H
#define KIOSK_WORDS_H

#define WORDS_TERMINAL "پیشخوان"                         /* the counter */
#define WORDS_HINT "⇥ بعدی    Enter تأیید    Esc بازگشت" /* next, confirm, back */

#define WORDS_WELCOME "به پیشخوان خوش آمدید" /* welcome to the counter */
#define WORDS_NEW_REQUEST "درخواست تازه"     /* new request */
#define WORDS_FOLLOW "پیگیری درخواست"        /* follow a request */
#define WORDS_FORGETS                                                                                        \
  "پس از پایان کار، هیچ اطلاعاتی از شما در این دستگاه "              \
  "نمی‌ماند." /* nothing of you stays here */

#define WORDS_CHOOSE_SERVICE "کدام خدمت را می‌خواهید؟" /* which service? */
#define WORDS_NO_SERVICES                                                                                    \
  "اکنون خدمتی ارائه نمی‌شود." /* no service is offered now                           \
                                                       */
#define WORDS_FREE "رایگان"                           /* free of charge */
#define WORDS_FEE "هزینه: %s ریال"                    /* fee: … rials */
#define WORDS_WAIT "لطفاً کمی صبر کنید…"               /* please wait */
#define WORDS_FETCHING "دریافت اطلاعات"               /* fetching */

#define WORDS_NATIONAL_ID "شمارهٔ ملی" /* national id */
#define WORDS_NATIONAL_ID_LABEL                                                                              \
  "شمارهٔ ملی خود را وارد کنید (۱۰ رقم):"  /* enter your national id (10 digits) */
#define WORDS_CONTINUE "ادامه"            /* continue */
#define WORDS_BACK "بازگشت"               /* back */
#define WORDS_CANCEL "انصراف"             /* cancel */
#define WORDS_AGAIN "تلاش دوباره"         /* try again */
#define WORDS_SEND_AGAIN "فرستادن دوباره" /* send again */

#define WORDS_REQUIRED "(لازم)"            /* required */
#define WORDS_SUBMIT "فرستادن درخواست"     /* send the request */
#define WORDS_DATE_HELP "مانند ۱۴۰۳/۰۱/۱۵" /* such as */
#define WORDS_MANY_HELP                                                                                      \
  "می‌توانید چند مورد را برگزینید." /* you may choose several */
#define WORDS_FILE_HELP                                                                                      \
  "این دستگاه پرونده نمی‌گیرد؛ برای این خدمت به دفتر "             \
  "پیشخوان "                                                                                          \
  "بروید." /* no files here; go to an office */
#define WORDS_FAULTS                                                                                         \
  "بعضی از خانه‌ها درست پر نشده‌اند." /* some fields are not right */

#define WORDS_SENDING "در حال فرستادن درخواست"                      /* sending the request */
#define WORDS_NOT_ACCEPTED_YET "درخواست شما هنوز پذیرفته نشده است." /* your request is not accepted yet */
#define WORDS_NOT_SENT                                                                                       \
  "درخواست شما ثبت نشد: ارتباط با پیشخوان برقرار نیست. "            \
  "می‌توانید "                                                                                     \
  "دوباره "                                                                                            \
  "بفرستید."                                   /* not stored: no line */
#define WORDS_UNKNOWN_TITLE "نتیجه معلوم نیست" /* the outcome is not known */
#define WORDS_UNKNOWN                                                                                                                                                                \
  "ارتباط قطع شد و معلوم نیست درخواست شما رسیده است یا نه. دوباره بفرستید: یک درخواست هرگز دو بار ثبت " \
  "نمی‌شود." /* not known; send again, it is never stored twice */
#define WORDS_NO_LINE                                                                                        \
  "ارتباط با پیشخوان برقرار نیست. کمی بعد دوباره تلاش کنید." /* no line; try again a little later */
#define WORDS_PROBLEM "کار انجام نشد"                        /* it was not done */

#define WORDS_HOLD "نگه‌داری در همین دستگاه" /* hold it on this machine */
#define WORDS_HOLDING "نگه‌داری درخواست"          /* holding the request */
#define WORDS_HELD_TITLE                                                                                     \
  "برگهٔ نگه‌داری – رسید نیست" /* slip of what is held: no receipt */
#define WORDS_HELD                                                                                           \
  "درخواست شما پذیرفته نشده است؛ فقط در این دستگاه نگه داشته شده است." /* not accepted; only held here */
#define WORDS_HELD_NUMBER "شمارهٔ برگهٔ نگه‌داری"  /* number of the slip */
#define WORDS_HELD_NUMBER_LABEL                                                                              \
  "شمارهٔ برگهٔ نگه‌داری (۱۲ حرف لاتین):" /* number of the slip (12 Latin      \
                                                                           letters) */
#define WORDS_HAVE_HELD "برگهٔ نگه‌داری دارم"         /* I have such a slip */
#define WORDS_NOT_HELD "درخواست نگه داشته نشد"                          /* it was not held */
#define WORDS_ACCEPTED "درخواست شما پذیرفته شد"                         /* your request is accepted */
#define WORDS_TRACKING_CODE "کد رهگیری"                                 /* tracking code */
#define WORDS_SECRET "رمز"                                              /* secret */
#define WORDS_KEEP_SLIP                                                                                      \
  "این دو را نگه دارید و رمز را به کسی ندهید. با آن‌ها "              \
  "درخواست "                                                                                          \
  "خود "                                                                                                  \
  "را "                                                                                                    \
  "پیگیری "                                                                                            \
  "می‌کنید."                          /* keep both; tell nobody the secret */
#define WORDS_PRINT "چاپ برگه"                /* print the slip */
#define WORDS_PRINTING "برگه در حال چاپ است…" /* being printed */
#define WORDS_PRINTED "برگه چاپ شد."          /* printed */
#define WORDS_NOT_PRINTED                                                                                    \
  "برگه چاپ نشد؛ آنچه را بالا نوشته شده است یادداشت کنید." /* not printed; write down what stands above */
#define WORDS_FINISH "پایان"                               /* finish */
#define WORDS_SERVICE "خدمت"                               /* service */
#define WORDS_TIME "زمان"                                  /* time */
#define WORDS_SLIP_TITLE "رسید درخواست"                    /* receipt of a request */

#define WORDS_TRACKING_CODE_LABEL "کد رهگیری (۱۶ رقم):" /* tracking code (16 digits) */
#define WORDS_SECRET_LABEL "رمز (۶ رقم):"               /* secret (6 digits) */
#define WORDS_SHOW "نمایش"                              /* show */
#define WORDS_HOW_IT_STANDS "وضعیت درخواست"             /* how the request stands */
#define WORDS_REASON "دلیل"                             /* reason */
#define WORDS_ANSWER "پاسخ"                             /* the agency's words */
#define WORDS_ASKED                                                                                          \
  "از شما پرسیده‌اند؛ برای پاسخ به دفتر پیشخوان بروید:" /* you    \
                                                                                                      are    \
                                                                                                      asked; \
                                                                                                      go to  \
                                                                                                      an     \
                                                                                                      office \
                                                                                                      to     \
                                                                                                      answer \
                                                                                                    */
#define WORDS_HISTORY "تاریخچه"                                /* history */
#define WORDS_GIVE_FEEDBACK "نظر شما"                          /* your opinion */
#define WORDS_FEEDBACK "نظر شما دربارهٔ این درخواست"            /* your opinion about this request */
#define WORDS_FEEDBACK_GIVEN "نظر شما پیش از این ثبت شده است." /* already given */
#define WORDS_FEEDBACK_THANKS "نظر شما ثبت شد. سپاسگزاریم."    /* stored; thank you */
#define WORDS_SETTLED "آیا کار شما حل شد؟"                     /* was your matter settled? */
#define WORDS_YES "بله"                                        /* yes */
#define WORDS_PARTLY "تا اندازه‌ای"                /* partly */
#define WORDS_NO "خیر"                                         /* no */
#define WORDS_RATING_HELP "۱ بد   …   ۵ خوب"                   /* 1 bad … 5 good */
#define WORDS_SEND_FEEDBACK "فرستادن نظر"                      /* send the opinion */
#define WORDS_NOTHING_ANSWERED                                                                               \
  "دست‌کم به یک پرسش پاسخ دهید." /* answer at least one question */

#endif
