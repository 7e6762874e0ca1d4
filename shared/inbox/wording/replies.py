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
GREETINGS = single_words(
    """
    hi hello hey dear hallo liebes liebe lieber guten bonjour bonsoir salut cher chere hola buenas buenos estimado
    estimada ola oi caro cara prezado prezada bom boa ciao salve buongiorno buonasera gentile beste geachte dag hoi
    goedemorgen goedemiddag good moin servus こんにちは お世話になっております 你好 您好
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
# A paragraph that begins with one of the first and holds one of the second is a disclaimer.
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
DISCLAIMER_KEYS = single_words(
    """
    confidential privileged recipient addressee unauthorized unauthorised vertraulich empfanger bestimmt confidentiel
    confidentielle confidentielles confidentialite destinataire confidencial confidenciales confidenciais
    confidencialidad confidencialidade destinatario riservat riservate riservatezza vertrouwelijk geadresseerde
    機密 宛先 秘密 保密 机密 收件人 機密資訊
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
# What an automatic answer says of its writer in its first lines, in the first person alone.
AUTOMATIC_SENTENCES = phrases(
    """
    i am out of the office; i'm out of the office; i am currently out of; i'm currently out of;
    i will be out of the office;
    i am away from; i'm away from; i am currently away; i'm currently away; i am on vacation; i'm on vacation;
    i am on annual leave; i'm on annual leave; i am on leave; i'm on leave; i am on parental leave; i am on holiday;
    i am currently on; this is an automatic; this is an automated; thank you for your email. i am; auto-reply;
    ich bin nicht im buro; ich bin derzeit nicht; ich bin zurzeit nicht; ich bin momentan nicht; ich bin bis;
    ich bin vom; ich bin ab dem; ich bin im urlaub; ich bin abwesend; ich bin aktuell nicht; dies ist eine automatische;
    derzeit bin ich nicht; je suis absent; je suis actuellement absent; je suis en conge; je suis actuellement en conge;
    je serai absent; ceci est une reponse automatique; je suis en vacances; estoy fuera de la oficina;
    estare fuera de la oficina; actualmente estoy fuera; me encuentro fuera; estoy de vacaciones; estoy ausente;
    esta es una respuesta automatica; estou fora do escritorio; estarei fora; estou ausente; estou de ferias;
    estou em ferias; encontro-me ausente; esta e uma resposta automatica; sono fuori ufficio; saro fuori ufficio;
    sono assente; sono in ferie; saro assente; questa e una risposta automatica; ik ben afwezig; ik ben niet op kantoor;
    ik ben momenteel; ik ben op vakantie; ik ben met vakantie; ik ben tot; dit is een automatisch;
    不在にしております; 不在にして; 休暇をいただいて; 休暇中; 外出しております; 自動返信です; 自動応答です; 我正在休假;
    我目前不在; 我不在办公室; 我不在辦公室; 休假中; 我将外出; 这是自动回复; 此邮件为自动回复
    """
)
# And one of these, so that "I am currently on page 3" is not one.
AUTOMATIC_SIGNS = phrases(
    """
    return; back; until; limited access; urgent; respond; reply; contact; zuruck; bis; dringend; erreich; antworte;
    kontakt; retour; jusqu; urgence; urgent; contacter; repondrai; vuelv; hasta; regreso; urgente; contacte; volto; ate;
    retorn; regresso; contato; contacto; rientr; fino; torno; contatta; rispondero; terug; tot; dringend; contact;
    まで; 戻り; 緊急; 折り返し; ご連絡; 返回; 回来; 回來; 紧急; 緊急; 联系; 回复; automati; 自動; 自动
    """
)
