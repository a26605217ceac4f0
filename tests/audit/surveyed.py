"""A second paper that nobody tuned the check on: a survey of public purchasing in invented States, and drafts on it.

The paper has labels in six languages, measures and statements, and no mentions.csv. The drafts were written freely, each in
its own order and style. 40 member States in three regions, 36 surveyed; the counts are in ANSWERS.
"""

from pathlib import Path

from tests.audit.invented import answered, table, write_data, write_paper

REGIONS = {"coastal": (16, 15), "mountain": (14, 12), "island": (10, 9)}
# Question: answers by region, in the order of REGIONS; the rest of those surveyed say "no" (or "none").
ANSWERS = {
    "portal": {"yes": (12, 8, 5)},
    "owners": {"public": (6, 2, 1), "authorities": (4, 5, 2)},
    "complaints": {"yes": (9, 6, 4)},
    "training": {"yes": (15, 11, 8)},
    "debarment": {"yes": (7, 4, 3)},
    "emergency": {"yes": (3, 1, 1)},
}
QUESTIONS = {
    "portal": ("yes_no", "Procurement portal", "Are tenders published on a procurement portal?"),
    "owners": ("ownership", "Register of beneficial owners", "Who can consult the register of beneficial owners?"),
    "complaints": ("yes_no", "Complaints body", "Is there a body that hears complaints of bidders?"),
    "training": ("yes_no", "Training of procurement officials", "Are procurement officials trained?"),
    "debarment": ("yes_no", "Debarment list", "Is there a list of debarred suppliers?"),
    "emergency": ("yes_no", "Emergency purchases published", "Are emergency purchases published?"),
}
LABELS = [
    ("en", "ar", "es", "fr", "ru", "zh"),
    ("Procurement portal", "بوابة المشتريات العامة", "Portal de contratación", "Portail des marchés publics", "Портал закупок", "采购门户网站"),
    ("Register of beneficial owners", "سجل المالكين المستفيدين", "Registro de beneficiarios finales", "Registre des bénéficiaires effectifs", "Реестр бенефициарных владельцев", "受益所有人登记册"),
    ("Complaints body", "هيئة الشكاوى", "Órgano de reclamaciones", "Organe de plainte", "Орган по рассмотрению жалоб", "投诉机构"),
    ("Training of procurement officials", "تدريب موظفي المشتريات", "Capacitación de los funcionarios de contratación", "Formation des agents chargés des marchés", "Обучение сотрудников по закупкам", "采购官员培训"),
    ("Debarment list", "قائمة الموردين المستبعدين", "Lista de inhabilitación", "Liste d’exclusion", "Перечень отстраненных поставщиков", "禁止名单"),
    ("Emergency purchases published", "نشر المشتريات الطارئة", "Publicación de compras de emergencia", "Publication des achats d’urgence", "Публикация экстренных закупок", "公布紧急采购"),
    ("Public register", "سجل متاح للجمهور", "Registro público", "Registre public", "Открытый реестр", "公开登记册"),
    ("Register for the authorities", "سجل متاح للسلطات", "Registro para las autoridades", "Registre réservé aux autorités", "Реестр для органов власти", "仅供主管机关查阅的登记册"),
    ("No register", "لا يوجد سجل", "Sin registro", "Aucun registre", "Реестра нет", "没有登记册"),
    ("Coastal States", "الدول الساحلية", "Estados costeros", "États côtiers", "Прибрежные государства", "沿海国家"),
    ("Mountain States", "الدول الجبلية", "Estados montañosos", "États montagneux", "Горные государства", "山区国家"),
    ("Island States", "الدول الجزرية", "Estados insulares", "États insulaires", "Островные государства", "岛屿国家"),
    ("Member States of the union", "الدول الأعضاء في الاتحاد", "Estados miembros de la unión", "États membres de l’union", "Государства — члены союза", "联盟成员国"),
    ("States surveyed", "الدول التي شملها المسح", "Estados encuestados", "États interrogés", "Опрошенные государства", "受调查国家"),
    ("Yes", "نعم", "Sí", "Oui", "Да", "是"),
    ("No", "لا", "No", "Non", "Нет", "否"),
    ("Region", "المنطقة", "Región", "Région", "Регион", "区域"),
    ("Public register of beneficial owners", "سجل المالكين المستفيدين المتاح للجمهور", "Registro público de beneficiarios finales", "Registre public des bénéficiaires effectifs", "Открытый реестр бенефициарных владельцев", "公开的受益所有人登记册"),
]  # fmt: skip


def survey(folder: Path) -> Path:
    """Write the dataset with its paper and return its folder."""
    paper = write_paper(folder, "Public purchasing", "2025-06-30", "surveyed", "region", QUESTIONS, LABELS)
    table(paper, "codes", "list,code,label,rank", [
        "ownership,public,Public register,", "ownership,authorities,Register for the authorities,", "ownership,none,No register,",
        "region,coastal,Coastal States,", "region,mountain,Mountain States,", "region,island,Island States,",
    ])  # fmt: skip
    table(paper, "universes", "universe,name,unit,record,topic,edition,day,population,where", [
        "members,Member States of the union,entity,,,,,,kind = member", "surveyed,States surveyed,entity,review,,,,members,",
    ])  # fmt: skip
    table(paper, "measures", "measure,label,kind,universe,question,answers,given,by,not_applicable", [
        "surveyed,States surveyed,rate,surveyed,,,,,",
        "portal,Procurement portal,share,surveyed,portal,yes,,,",
        "portal_by_region,Procurement portal,share,surveyed,portal,yes,,region,",
        "owners,Register of beneficial owners,share,surveyed,owners,,,,",
        "owners_public,Public register of beneficial owners,share,surveyed,owners,public,,,",
        "complaints,Complaints body,share,surveyed,complaints,yes,,,",
        "training,Training of procurement officials,share,surveyed,training,yes,,,",
        "debarment,Debarment list,share,surveyed,debarment,yes,,,",
        "emergency,Emergency purchases published,share,surveyed,emergency,yes,portal = yes,,",
    ])  # fmt: skip
    write_data(folder, "Survey", "2025-06-30", QUESTIONS, "region", REGIONS, _answer)
    return folder


def _answer(question: str, region: int, n: int) -> str:
    if found := answered(ANSWERS[question], region, n):
        return found
    if question == "debarment" and region == 2 and n == 8:
        return "not addressed"
    return "none" if question == "owners" else "no"


DRAFTS = {
    "en": [
        "The questionnaire went to the 40 member States of the union on 3 March 2025. By the end of May, 36 States had been surveyed, in two rounds of six weeks each.",
        "Twenty-five of the 36 States surveyed run a portal on which public procurement is announced (69.4 per cent). The picture is uneven: 12 of the 15 coastal States have a procurement portal, against eight of the 12 mountain States and five of the nine island States.",
        "Nine States, or one quarter, keep a register of beneficial owners that is open to the public. In 11 others only the authorities may consult the register of beneficial owners, and 16 States have no register of owners at all.",
        "More than half of the States have set up a body for complaints. Of these 19 bodies, a third decide within 15 working days under article 9, paragraph 1, of the model law.",
        "Nearly all States train their procurement officials; only two of them offer no training to officials.",
        "Among the States with a portal, one in five also publishes its emergency purchases.",
        "Fourteen States maintain a debarment list, while 21 have no debarment list. The secretariat recalls resolution 71/208 and document A/71/3.",
        "Complaints bodies are found in nine coastal States, in six mountain States and in four island States.",
        "Two fifths of the States publish a list of debarred suppliers. Some States are preparing such lists.",
    ],
    "fr": [
        "Le questionnaire a été adressé le 3 mars 2025 aux 40 États membres de l’union ; 36 États ont été interrogés avant la fin du mois de mai.",
        "Un portail consacré aux marchés publics existe dans 25 des 36 États interrogés, soit 69,4 % d’entre eux. C’est le cas de 12 des 15 États côtiers, de huit des 12 États montagneux et de cinq des neuf États insulaires.",
        "Neuf États tiennent un registre public des bénéficiaires effectifs, soit un quart du total. Dans 11 autres États, le registre des bénéficiaires effectifs est réservé aux autorités ; 16 États n’ont aucun registre des bénéficiaires.",
        "Plus de la moitié des États disposent d’un organe chargé des plaintes. Cet organe statue dans un délai de 15 jours ouvrables, en deux étapes, conformément à l’article 9.",
        "La quasi-totalité des États assurent la formation des agents chargés des marchés.",
        "Quatorze États publient une liste d’exclusion, et 21 n’ont pas de liste d’exclusion.",
        "Un organe de plainte existe dans neuf États côtiers, dans six États montagneux et dans quatre États insulaires.",
        "Parmi les États dotés d’un portail, un sur cinq publie ses achats d’urgence.",
    ],
    "es": [
        "El cuestionario se envió el 3 de marzo de 2025 a los 40 Estados miembros de la unión; a finales de mayo habían sido encuestados 36 Estados.",
        "De los 36 Estados encuestados, 25 cuentan con un portal de contratación pública (el 69,4 %). Lo tienen 12 de los 15 Estados costeros, ocho de los 12 Estados montañosos y cinco de los nueve Estados insulares.",
        "Nueve Estados, es decir, una cuarta parte, llevan un registro público de beneficiarios finales. En otros 11 Estados el registro de beneficiarios finales solo está al alcance de las autoridades, y 16 Estados carecen de registro de beneficiarios.",
        "Más de la mitad de los Estados han creado un órgano de reclamaciones, que resuelve en un plazo de 15 días hábiles con arreglo al artículo 9.",
        "Casi todos los Estados ofrecen capacitación a los funcionarios de contratación.",
        "Catorce Estados publican una lista de inhabilitación; 21 no tienen lista de inhabilitación.",
        "Hay un órgano de reclamaciones en nueve Estados costeros, en seis Estados montañosos y en cuatro Estados insulares.",
        "Entre los Estados con portal, uno de cada cinco publica las compras de emergencia.",
    ],
    "ru": [
        "Анкета была направлена 3 марта 2025 года 40 государствам — членам союза; к концу мая было опрошено 36 государств.",
        "Портал закупок действует в 25 из 36 опрошенных государств (69,4 процента). Такой портал имеют 12 из 15 прибрежных государств, восемь из 12 горных государств и пять из девяти островных государств.",
        "Девять государств, то есть четверть, ведут открытый реестр бенефициарных владельцев. Еще в 11 государствах реестр бенефициарных владельцев доступен лишь органам власти, а в 16 государствах реестра бенефициарных владельцев нет.",
        "Более половины государств создали орган для рассмотрения жалоб. Такой орган выносит решение в течение 15 рабочих дней в соответствии со статьей 9.",
        "Почти все государства проводят обучение сотрудников, занимающихся закупками.",
        "Четырнадцать государств публикуют перечень отстраненных поставщиков, а 21 государство не имеет перечня отстраненных поставщиков.",
        "Орган по рассмотрению жалоб есть в девяти прибрежных государствах, в шести горных государствах и в четырех островных государствах.",
        "Среди государств, имеющих портал, экстренные закупки публикует каждое пятое.",
    ],
    "ar": [
        "أرسل الاستبيان في 3 آذار/مارس 2025 إلى 40 دولة من الدول الأعضاء في الاتحاد، وشمل المسح 36 دولة حتى نهاية أيار/مايو.",
        "توجد بوابة للمشتريات العامة في 25 من الدول التي شملها المسح وعددها 36 دولة (69.4 في المائة). ولدى 12 من 15 دولة ساحلية بوابة من هذا القبيل.",
        "وتحتفظ تسع دول، أي الربع، بسجل للمالكين المستفيدين متاح للجمهور. وفي 11 دولة أخرى لا يتاح سجل المالكين المستفيدين إلا للسلطات، ولا يوجد سجل للمالكين المستفيدين في 16 دولة.",
        "وأنشأ أكثر من نصف الدول هيئة للشكاوى، تبت في الشكاوى في غضون 15 يوم عمل وفقا للمادة 9.",
        "وتوفر جميع الدول تقريبا تدريب موظفي المشتريات.",
        "وتنشر أربع عشرة دولة قائمة الموردين المستبعدين، ولا توجد قائمة للموردين المستبعدين في 21 دولة.",
        "وتوجد هيئة للشكاوى في تسع دول ساحلية وفي ست دول جبلية وفي أربع دول جزرية.",
    ],
    "zh": [
        "问卷于2025年3月3日发给联盟的40个成员国；截至5月底，共有36个国家接受调查。",
        "在36个受调查国家中，25个国家设有采购门户网站（占69.4%）。在15个沿海国家中，12个国家设有采购门户网站；在12个山区国家中有8个，在9个岛屿国家中有5个。",
        "9个国家（即四分之一）设有公开的受益所有人登记册。另有11个国家的受益所有人登记册仅供主管机关查阅，16个国家没有受益所有人登记册。",
        "半数以上的国家设立了投诉机构，该机构须依照第九条在15个工作日内作出决定。",
        "几乎所有国家都对采购官员进行培训。",
        "14个国家公布禁止名单，21个国家没有禁止名单。",
        "9个沿海国家、6个山区国家和4个岛屿国家设有投诉机构。",
    ],
}
