"""What mail programs and people write around the new text of a reply, in nine languages. Data, folded.

English, German, French, Spanish, Portuguese, Italian, Dutch, Japanese, Chinese. (The lines of Gmail, Outlook, Apple
Mail, Thunderbird, Yahoo, Samsung, Proton and QQ, as their replies show them.)
"""

from __future__ import annotations

from shared.inbox.wording.tables import phrases, single_words

# How "On Tue, Nov 10, 2026 at 9:00 AM, Foreword <…> wrote:" begins. Japanese and Chinese begin with the date.
ATTRIBUTION_OPENERS = (
    "在",
    *(f"{opener} " for opener in phrases("on; at; am; le; el; em; a; no dia; il; in data; op; den; dnia; w dniu; в")),
)

# "Sent from my iPhone": how such a line begins, and the device or program that it must name.
FOOTER_OPENERS = phrases(
    """
    sent from; sent with; sent via; sent using; sent on my; get outlook for; get the outlook app; download outlook;
    yahoo mail:; gesendet von; gesendet mit; gesendet uber; von meinem; von meiner; outlook fur; holen sie sich outlook;
    laden sie outlook; envoye de; envoye depuis; envoye avec; envoye a partir; envoye via; obtenir outlook;
    obtenez outlook; telecharger outlook; telechargez outlook; provenance :; enviado desde; enviado con;
    enviado a traves;
    obtener outlook; obtenga outlook; descargar outlook; enviado do; enviado de; enviado a partir; enviado pelo;
    enviado com; enviado via; obter o outlook; obter outlook; obtenha o outlook; baixe o outlook; baixar o outlook;
    inviato da; inviato dal; inviato con; inviato tramite; ottieni outlook; scarica outlook; verstuurd vanaf;
    verstuurd met; verzonden vanaf; verzonden met; verzonden via; outlook voor; download outlook; verzonden vanuit
    """
)
FOOTER_DEVICES = single_words(
    """
    iphone ipad ipod ios android galaxy samsung pixel huawei honor xiaomi redmi oneplus oppo nokia motorola sony xperia
    blackberry phone smartphone mobile handy handheld telefon telefoon telefono telefone telephone mobil mobiel movil
    celular cellulare tablet outlook yahoo gmail proton protonmail thunderbird windows gmx web.de spark airmail hey
    fastmail tutanota tuta mailbird aol icloud laptop device apparaat appareil dispositivo gerat mac
    """
)
# The whole line, blanks taken out.
CJK_FOOTERS = single_words(
    """
    から送信 より送信 outlookforiosを入手 outlookforandroidを入手 ios版outlookを入手 android版outlookを入手
    outlookforiosを取得 发自我的 发自 發自我的 从我的iphone发送 從我的iphone傳送 发送自 獲取outlook 获取outlook
    下载适用于ios的outlook 获取适用于ios的outlook 获取适用于android的outlook 取得ios版outlook 来自我的 从移动设备发送
    """
)
CLOSINGS_MORE = phrases(
    """
    best wishes from; with kind regards; with best regards; with thanks; thanks again; thanks a lot; thanks so much;
    thank you very much; thank you so much; many thanks in advance; br; rgds; kr; xo; sincerely yours; yours truly;
    yours faithfully; respectfully; cordially; have a nice day; have a great day; gruss; grusse; viele liebe grusse;
    mit besten grussen; mit freundlichem gruss; freundliche grusse; danke; vielen dank; danke schon; besten dank;
    bien a toi; amities; sinceres salutations; salutations; bonne journee; merci beaucoup; merci d'avance;
    bien sincerement; cordiales saludos; muchas gracias; un abrazo; saludos; un cordial saludo; abraco; obg;
    muito obrigado; muito obrigada; cumprimentos; com os melhores cumprimentos; melhores cumprimentos; att;
    saluti; cordialmente; grazie mille; molte grazie; ciao; groetjes; mvg; bedankt; dank je; dank je wel; dank u;
    alvast bedankt; 以上; 以上です; よろしくお願いします; よろしくお願いいたします; 宜しくお願いします;
    宜しくお願い致します; よろしくお願い致します; 敬具; ありがとうございます; ありがとうございました; 祝好; 此致; 敬礼;
    此致敬礼; 谢谢; 謝謝; 顺祝商祺; 敬上; 感谢; 多谢
    """
)
# The first words of a line that only greets.
GREETINGS = phrases(
    """
    hi; hello; hey; dear; hallo; liebes; liebe; lieber; guten tag; guten morgen; guten abend; bonjour; bonsoir; salut;
    cher; chere; hola; buenos dias; buenas tardes; buenas noches; estimado; estimada; ola; oi; caro; cara; prezado;
    prezada; bom dia; boa tarde; boa noite; ciao; salve; buongiorno; buonasera; gentile; beste; geachte; dag; hoi;
    goedemorgen; goedemiddag; goedenavond; good morning; good afternoon; good evening; moin; servus; こんにちは;
    お世話になっております; 你好; 您好
    """
)
# What is no part of a command, before it or behind it.
POLITE = phrases(
    """
    please; pls; plz; kindly; thanks; thank you; thank you very much; thank you so much; thanks a lot; many thanks;
    thanks again; thx; ty; cheers; hi; hello; hey; dear; foreword; team; there; sorry; now;
    bitte; danke; vielen dank; hallo; s'il vous plait; s'il te plait; svp; stp; merci; merci beaucoup; bonjour;
    por favor; gracias; muchas gracias; hola; obrigado; obrigada; ola; per favore; grazie; ciao;
    alstublieft; alsjeblieft; aub; dank je; dank u; bedankt; お願いします; お願いいたします; ありがとう;
    ありがとうございます; 请; 請; 谢谢; 謝謝; 你好; 您好
    """
)
# As much part of a command as politeness, and something said where they stand alone.
AFFIRMATIONS = phrases("ok; okay; yes; yep; yeah; ja; oui; si; sim; はい; 好的")
# A paragraph that begins with one of these is a disclaimer where it speaks of secrecy and of a recipient; below a
# heading one of the two is enough.
DISCLAIMER_HEADINGS = phrases(
    """
    confidentiality notice; confidentiality:; disclaimer; legal notice; haftungsausschluss; vertraulichkeitshinweis;
    avis de confidentialite; aviso legal; aviso de confidencialidad; aviso de confidencialidade;
    avviso di riservatezza; vertrouwelijkheidsverklaring; 機密保持; 免責事項; 保密声明; 免责声明
    """
)
DISCLAIMER_OPENERS = phrases(
    """
    confidentiality; confidential; disclaimer; legal notice; notice:; important notice; important:; this email;
    this e-mail; this message; this communication; this transmission; the information in this;
    the information contained; the contents of this; the content of this; if you are not the intended;
    if you have received this; privileged; diese e-mail; diese email; diese mail; diese nachricht; der inhalt dieser;
    die in dieser; dieses e-mail; vertraulich; haftungsausschluss; hinweis:; ce message; ce courriel; cet e-mail;
    cet email; les informations contenues; le contenu de ce; avis de confidentialite; confidentialite; este mensaje;
    este correo; la informacion contenida; el contenido de este; aviso legal; aviso de confidencialidad;
    confidencialidad; esta mensagem; este e-mail; este email; as informacoes contidas; o conteudo desta; aviso:;
    questo messaggio; questa e-mail; questa email; il presente messaggio; la presente e-mail; le informazioni contenute;
    il contenuto di questa; avviso di riservatezza; riservatezza; dit bericht; deze e-mail; deze email;
    de informatie in;
    de inhoud van dit; vertrouwelijk; このメール; 本メール; この電子メール; 本电子邮件; 本邮件; 此邮件; 这封邮件;
    本郵件; 此電子郵件; 保密声明; 免责声明; 声明; 機密保持
    """
)
SECRECY = single_words(
    """
    confidential privileged vertraulich confidentiel confidencial confidenciais riservat vertrouwelijk 機密 秘密
    保密 机密
    """
)
RECIPIENT = single_words(
    """
    recipient addressee unauthorized unauthorised empfanger destinataire destinatari destinatario geadresseerde 宛先
    受信者 收件人
    """
)
PRINTING = phrases(
    """
    consider the environment before printing; think before you print; bevor sie diese e-mail ausdrucken;
    avant d'imprimer; antes de imprimir; prima di stampare; voordat u deze e-mail print; 印刷する前に; 打印此邮件前
    """
)
# Beginnings of an automatic answer's subject.
AUTOMATIC_SUBJECTS = phrases(
    """
    automatic reply; auto reply; auto-reply; autoreply; auto response; automatic response; out of office;
    out of the office; ooo; autosvar; automatische antwort; abwesenheitsnotiz; abwesenheit;
    automatische abwesenheitsnotiz;
    nicht im buro; reponse automatique; absence du bureau; absent du bureau; message d'absence; respuesta automatica;
    fuera de la oficina; resposta automatica; ausencia temporaria; fora do escritorio; risposta automatica; fuori sede;
    fuori ufficio; automatisch antwoord; automatische reactie; afwezigheidsbericht; afwezig; 自動応答; 自動返信;
    不在通知;    不在のお知らせ; 自动回复; 自動回覆; 自动答复; 外出
    """
)
# How an automatic answer's first sentences speak of their writer, and of the absence: both in one sentence.
ABSENT_WRITER = phrases(
    """
    i am; i'm; i will be; ich bin; bin ich; je suis; je serai; estoy; estare; me encuentro; estou; estarei; encontro-me;
    sono; saro; ik ben; ben ik; しております; しています; いただいて; いただいており; 我
    """
)
ABSENCES = phrases(
    """
    out of the office; out of office; away from the office; away from my desk; on vacation; on annual leave; on leave;
    on parental leave; on maternity leave; on holiday; on pto; nicht im buro; nicht im haus; ausser haus; im urlaub;
    abwesend; in elternzeit; absent; absente; en conge; en vacances; fuera de la oficina; de vacaciones; ausente;
    fora do escritorio; de ferias; fuori ufficio; fuori sede; assente; in ferie; afwezig; niet op kantoor; op vakantie;
    met vakantie; 不在; 休暇; 外出; 休假; 不在办公室; 不在辦公室
    """
)
AUTOMATIC_SENTENCES = phrases(
    """
    this is an automatic; this is an automated; dies ist eine automatische; ceci est une reponse automatique;
    esta es una respuesta automatica; esta e uma resposta automatica; questa e una risposta automatica;
    dit is een automatisch; 自動返信です; 自動応答です; 这是自动回复; 此邮件为自动回复
    """
)
