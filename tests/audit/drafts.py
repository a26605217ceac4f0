"""Short drafts in five languages, written for these tests from what the paper counts: none of its sentences is here.

A draft is a list of (paragraph number, text); paragraph numbers are those of the paper, "G2.2" is guideline 2, paragraph 2.
"""

from pathlib import Path

EN = [
    (
        "3",
        "In 2017 a background document drew on ten replies to the note verbale and on reviews of article 46, paragraphs 4 and 5, that had been completed for 156 States parties. The Working Group held its eleventh meeting on 24 and 25 August 2017.",
    ),
    (
        "6",
        "Since then seven further States have answered the note verbale of 2 May 2017; seven more reviews of article 46 were finished, and so were the first six reviews of article 56.",
    ),
    (
        "9",
        "The 163 country reports on article 46 cover most States parties of every regional group. The six reports on article 56 (three from African States, two from States of Asia and the Pacific and one from a Western European State) are too few to draw conclusions from.",
    ),
    (
        "10",
        "Almost all States can exchange information spontaneously without a treaty. Where a treaty basis is required, this is a rare exception. Several States named the Convention as their legal basis.",
    ),
    (
        "11",
        "About 20 per cent of the States have enacted dedicated legislation. Most of these placed it in a general law, such as the law on mutual legal assistance. Several States of the Eastern European and of the Western European and other States did so. Three African States have provisions in their anti-corruption laws, and some States have them in their anti-money-laundering laws, in line with recommendation 40.",
    ),
    (
        "12",
        "The vast majority of States have enacted no legislation on this. Only two States consider this an obstacle; one of them is drafting a law. Several States hold that whatever is not prohibited is allowed. A number of reports recommend that rules be adopted. Some States rely on circulars.",
    ),
    ("13", "The law of a State may ask for a minimum penalty of up to five years of imprisonment."),
    (
        "14",
        "Only two States have designated one single authority. Information often comes from the financial intelligence unit. Some States provide for diagonal transmission. Informal channels are widely used.",
    ),
    (
        "15",
        "Some States parties, among them one State in the new information, received recommendations on confidentiality, but most States comply with that obligation.",
    ),
    ("26", "The Camden network was established in 2004."),
    ("27", "The network for Southern Africa was created in 2009."),
    ("29", "The network for Asia and the Pacific was launched in 2013."),
    ("37", "The Global Focal Point Network was set up in 2009. It has 234 focal points, who represent 133 countries."),
    ("39", "The Egmont Group, founded in 1995, brings together 155 financial intelligence units."),
    ("40", "The European Judicial Network, set up in 1998, consists of more than 300 contact points."),
    (
        "42",
        "IberRed, created in 2004, is made up of 22 Ibero-American countries and the Supreme Court of Puerto Rico. It has two official languages, Spanish and Portuguese.",
    ),
    (
        "46",
        "On 27 March 2018 the directory held central authorities for mutual legal assistance of 129 States parties. It lists preventive authorities of 112 States parties. Focal points for asset recovery were named by 80 States parties. Central authorities for extradition were named by 23 States parties. For civil and administrative proceedings, 32 States parties named a contact.",
    ),
    ("G2.2", "About one fifth of the States parties have such legislation."),
]
FR = [
    (
        "3",
        "En 2017, un document s’appuyait sur les réponses de dix États parties à la note verbale et sur les examens de l’article 46, paragraphes 4 et 5, achevés pour 156 États parties. Le Groupe de travail a tenu sa onzième réunion les 24 et 25 août 2017.",
    ),
    (
        "6",
        "Depuis lors, sept autres États ont répondu à la note verbale du 2 mai 2017, sept autres examens de l’article 46 ont été achevés, de même que les six premiers examens de l’article 56.",
    ),
    (
        "9",
        "Les 163 rapports sur l’article 46 couvrent la plupart des États parties de chaque groupe régional. Les six rapports sur l’article 56 (trois États africains, deux États d’Asie et du Pacifique et un État d’Europe occidentale) ne permettent pas de conclure.",
    ),
    (
        "10",
        "Presque tous les États peuvent communiquer spontanément des informations sans traité. Lorsqu’un traité est exigé, il s’agit de rares exceptions. Plusieurs États voient dans la Convention une base juridique.",
    ),
    (
        "11",
        "Environ 20 % des États ont adopté une législation particulière. La plupart de ces États l’ont inscrite dans une loi générale, telle que la loi sur l’entraide judiciaire. Plusieurs États d’Europe orientale et d’Europe occidentale l’ont fait. Trois États africains ont des dispositions dans leur loi anticorruption, et certains États en ont dans leur loi sur le blanchiment, conformément à la recommandation 40.",
    ),
    (
        "12",
        "La grande majorité des États n’ont pas adopté de loi en la matière. Seuls deux États y voient un obstacle ; l’un d’entre eux élabore une loi. Plusieurs États estiment que ce qui n’est pas interdit est permis. Un certain nombre de rapports recommandent d’adopter des règles. Certains États recourent à des circulaires.",
    ),
    ("13", "La loi peut exiger une peine minimale allant jusqu’à cinq ans d’emprisonnement."),
    (
        "14",
        "Seuls deux États ont désigné une autorité unique. Les informations proviennent souvent de la cellule de renseignement financier. Certains États prévoient une transmission diagonale. Les voies informelles sont largement utilisées.",
    ),
    (
        "15",
        "Certains États parties, dont un État dans les nouvelles informations, ont reçu des recommandations sur la confidentialité, mais la plupart des États respectent cette obligation.",
    ),
    ("26", "Le réseau Camden a été créé en 2004."),
    ("27", "Le réseau d’Afrique australe a été créé en 2009."),
    ("29", "Le réseau d’Asie et du Pacifique a été lancé en 2013."),
    (
        "37",
        "Le Réseau mondial de points de contact a été établi en 2009. Il compte 234 points de contact, qui représentent 133 pays.",
    ),
    ("39", "Le Groupe Egmont, fondé en 1995, réunit 155 cellules de renseignement financier."),
    ("40", "Le Réseau judiciaire européen, établi en 1998, comprend plus de 300 points de contact."),
    (
        "42",
        "IberRed, créé en 2004, est composé de 22 pays ibéro-américains et de la Cour suprême de Porto Rico. Il a deux langues officielles, l’espagnol et le portugais.",
    ),
    (
        "46",
        "Au 27 mars 2018, le répertoire contenait les autorités centrales pour l’entraide judiciaire de 129 États parties. Il indique les autorités de prévention de 112 États parties. Des points de contact pour le recouvrement d’avoirs y figurent pour 80 États parties. Les autorités centrales d’extradition y figurent pour 23 États parties. Pour les procédures civiles et administratives, 32 États parties ont un contact.",
    ),
    ("G2.2", "Environ un cinquième des États parties ont une telle législation."),
]
ES = [
    (
        "3",
        "En 2017 un documento se basó en las respuestas de diez Estados partes a la nota verbal y en los exámenes del artículo 46, párrafos 4 y 5, concluidos respecto de 156 Estados partes. El Grupo de Trabajo celebró su 11ª reunión los días 24 y 25 de agosto de 2017.",
    ),
    (
        "6",
        "Desde entonces otros siete Estados han respondido a la nota verbal de 2 de mayo de 2017; se concluyeron otros siete exámenes del artículo 46, así como los seis primeros exámenes del artículo 56.",
    ),
    (
        "9",
        "Los 163 informes sobre el artículo 46 abarcan la mayoría de los Estados partes de cada grupo regional. Los seis informes sobre el artículo 56 (tres Estados africanos, dos Estados de Asia y el Pacífico y un Estado de Europa Occidental) no permiten sacar conclusiones.",
    ),
    (
        "10",
        "Casi todos los Estados pueden transmitir información espontáneamente sin un tratado. Cuando se exige un tratado, se trata de raras excepciones. Varios Estados consideran la Convención como base jurídica.",
    ),
    (
        "11",
        "Aproximadamente el 20% de los Estados han aprobado legislación específica. La mayoría de los Estados la han incluido en una ley general, como la ley de asistencia judicial. Varios Estados de Europa Oriental y de Europa Occidental lo hicieron. Tres Estados africanos tienen disposiciones en su ley anticorrupción, y algunos Estados las tienen en su ley contra el blanqueo, de acuerdo con la recomendación 40.",
    ),
    (
        "12",
        "La gran mayoría de los Estados no han aprobado leyes al respecto. Solo dos Estados ven en ello un obstáculo; uno de ellos prepara una ley. Varios Estados entienden que lo que no está prohibido está permitido. Una serie de informes recomiendan que se adopten normas. Algunos Estados utilizan circulares.",
    ),
    ("13", "La ley puede exigir una pena mínima de hasta cinco años de prisión."),
    (
        "14",
        "Solo dos Estados han designado una única autoridad. La información procede a menudo de la unidad de inteligencia financiera. Algunos Estados prevén la transmisión diagonal. Las vías informales se utilizan ampliamente.",
    ),
    (
        "15",
        "Algunos Estados partes, entre ellos un Estado en la nueva información, recibieron recomendaciones sobre la confidencialidad, pero la mayoría de los Estados cumplen esa obligación.",
    ),
    ("26", "La red Camden se creó en 2004."),
    ("27", "La red de África Meridional se creó en 2009."),
    ("29", "La red de Asia y el Pacífico se puso en marcha en 2013."),
    (
        "37",
        "La Red Mundial de puntos de contacto se creó en 2009. Cuenta con 234 puntos de contacto, que representan a 133 países.",
    ),
    ("39", "El Grupo Egmont, fundado en 1995, reúne a 155 unidades de inteligencia financiera."),
    ("40", "La Red Judicial Europea, creada en 1998, está formada por más de 300 puntos de contacto."),
    (
        "42",
        "IberRed, creada en 2004, está integrada por 22 países iberoamericanos y el Tribunal Supremo de Puerto Rico. Tiene dos idiomas oficiales, el español y el portugués.",
    ),
    (
        "46",
        "Al 27 de marzo de 2018 el directorio contenía las autoridades centrales para la asistencia judicial de 129 Estados partes. Recoge las autoridades de prevención de 112 Estados partes. Figuran puntos de contacto para la recuperación de activos de 80 Estados partes. Figuran autoridades centrales de extradición de 23 Estados partes. Para los procedimientos civiles y administrativos, 32 Estados partes tienen un contacto.",
    ),
    ("G2.2", "Aproximadamente una quinta parte de los Estados partes tienen esa legislación."),
]
RU = [
    (
        "3",
        "В 2017 году документ опирался на ответы десяти государств-участников на вербальную ноту и на обзоры по статье 46, пункты 4 и 5, завершенные в отношении 156 государств-участников. Рабочая группа провела свое одиннадцатое совещание 24 и 25 августа 2017 года.",
    ),
    (
        "6",
        "С тех пор на вербальную ноту от 2 мая 2017 года поступили ответы еще семи государств; было завершено еще семь обзоров по статье 46, а также первые шесть обзоров по статье 56.",
    ),
    (
        "9",
        "163 доклада по статье 46 охватывают большинство государств-участников каждой региональной группы. Шесть докладов по статье 56 (три африканских государства, два государства Азии и одно государство Западной Европы) не позволяют сделать выводы.",
    ),
    (
        "10",
        "Почти все государства могут спонтанно передавать информацию без договора. Требование о наличии договора остается редким исключением. Несколько государств считают Конвенцию правовым основанием.",
    ),
    (
        "11",
        "Около 20 процентов государств приняли специальное законодательство. Большинство государств включили его в общие законы, например в закон о взаимной правовой помощи. Несколько государств Восточной Европы и Западной Европы сделали это. Три африканских государства имеют такие положения в антикоррупционных законах, а некоторые государства — в законах об отмывании денег, в соответствии с рекомендацией 40.",
    ),
    (
        "12",
        "Подавляющее большинство государств не приняли законов по этому вопросу. Лишь два государства видят в этом препятствие; одно из них разрабатывает закон. Ряд государств исходят из того, что не запрещенное разрешено. В ряде докладов рекомендуется принять правила. Некоторые государства используют циркуляры.",
    ),
    ("13", "Закон может требовать минимального наказания до пяти лет лишения свободы."),
    (
        "14",
        "Лишь два государства назначили единый орган. Информация часто поступает от подразделения финансовой разведки. Некоторые государства допускают диагональную передачу. Неформальные каналы широко используются.",
    ),
    (
        "15",
        "Некоторые государства-участники, в том числе одно государство в новой информации, получили рекомендации о конфиденциальности, но большинство государств соблюдают это обязательство.",
    ),
    ("26", "Кэмденская сеть была создана в 2004 году."),
    ("27", "Сеть для юга Африки была создана в 2009 году."),
    ("29", "Сеть для Азии и Тихого океана была создана в 2013 году."),
    (
        "37",
        "Глобальная сеть координаторов была создана в 2009 году. В ней 234 координатора, которые представляют 133 страны.",
    ),
    ("39", "Эгмонтская группа, основанная в 1995 году, объединяет 155 подразделений финансовой разведки."),
    ("40", "Европейская судебная сеть, созданная в 1998 году, состоит из более чем 300 контактных пунктов."),
    (
        "42",
        "Сеть IberRed, созданная в 2004 году, объединяет 22 иберо-американские страны и Верховный суд Пуэрто-Рико. У нее два официальных языка: испанский и португальский.",
    ),
    (
        "46",
        "На 27 марта 2018 года в справочнике имелись центральные органы по взаимной правовой помощи 129 государств-участников. В нем указаны органы по предупреждению коррупции 112 государств-участников. Координаторы по возвращению активов указаны для 80 государств-участников. Центральные органы по выдаче указаны для 23 государств-участников. Для гражданского и административного производства 32 государства-участника указали контакт.",
    ),
    ("G2.2", "Около одной пятой государств-участников имеют такое законодательство."),
]
AR = [
    (
        "3",
        "في عام 2017 استندت وثيقة إلى ردود عشر دول على المذكرة الشفوية وإلى استعراضات المادة 46، الفقرتين 4 و5، المنجزة بشأن 156 دولة طرفا. وعقد الفريق العامل اجتماعه الحادي عشر يومي 24 و25 آب/أغسطس 2017.",
    ),
    (
        "6",
        "ومنذ ذلك الحين ردت سبع دول أخرى على المذكرة الشفوية المؤرخة 2 أيار/مايو 2017، وأنجزت سبعة استعراضات أخرى للمادة 46، كما أنجزت ستة استعراضات للمادة 56.",
    ),
    (
        "9",
        "وتغطي التقارير البالغ عددها 163 تقريرا عن المادة 46 معظم الدول الأطراف في كل مجموعة إقليمية. ولا تتيح التقارير الستة عن المادة 56 (ثلاث دول أفريقية ودولتان من آسيا والمحيط الهادئ ودولة واحدة من أوروبا الغربية) استخلاص نتائج.",
    ),
    (
        "10",
        "وتكاد جميع الدول تستطيع تبادل المعلومات تلقائيا دون معاهدة. واشتراط معاهدة يظل استثناء نادرا. وترى عدة دول في الاتفاقية أساسا قانونيا.",
    ),
    (
        "11",
        "وسن نحو 20 في المائة من الدول تشريعات خاصة. وأدرجتها معظم الدول في قوانين عامة مثل قانون المساعدة القانونية المتبادلة. وفعلت ذلك عدة دول من أوروبا الشرقية ومن أوروبا الغربية. ولدى ثلاث دول أفريقية أحكام في قوانين مكافحة الفساد، ولدى بعض الدول أحكام في قوانين مكافحة غسل الأموال، وفقا للتوصية 40.",
    ),
    (
        "12",
        "ولم تسن الغالبية العظمى من الدول تشريعا في هذا الشأن. ولا ترى في ذلك عائقا سوى دولتين؛ وتعد واحدة منهما قانونا. وترى عدة دول أن كل ما ليس محظورا مسموح به. ويوصي عدد من التقارير باعتماد قواعد. وتستخدم بعض الدول تعاميم.",
    ),
    ("13", "وقد يشترط القانون عقوبة دنيا تصل إلى السجن خمس سنوات."),
    (
        "14",
        "ولم تعين سوى دولتين سلطة واحدة. وكثيرا ما ترد المعلومات من وحدات الاستخبارات المالية. وتجيز بعض الدول النقل القطري. وتستخدم القنوات غير الرسمية على نطاق واسع.",
    ),
    (
        "15",
        "وتلقت بعض الدول الأطراف، ومنها دولة واحدة في المعلومات الجديدة، توصيات بشأن السرية، غير أن معظم الدول تمتثل لهذا الالتزام.",
    ),
    ("26", "وأنشئت شبكة كامدن في عام 2004."),
    ("27", "وأنشئت شبكة الجنوب الأفريقي في عام 2009."),
    ("29", "وأنشئت شبكة آسيا والمحيط الهادئ في عام 2013."),
    ("37", "وأنشئت الشبكة العالمية لجهات الاتصال في عام 2009. وفيها 234 جهة اتصال تمثل 133 بلدا."),
    ("39", "وتضم مجموعة إيغمونت، التي أنشئت في عام 1995، 155 وحدة من وحدات الاستخبارات المالية."),
    ("40", "وتتألف الشبكة القضائية الأوروبية، التي أنشئت في عام 1998، من أكثر من 300 جهة اتصال."),
    (
        "42",
        "وتضم شبكة IberRed، التي أنشئت في عام 2004، 22 بلدا والمحكمة العليا في بورتوريكو. ولها لغتان رسميتان هما الإسبانية والبرتغالية.",
    ),
    (
        "46",
        "وفي 27 آذار/مارس 2018 كان الدليل يضم السلطات المركزية للمساعدة القانونية في 129 دولة طرفا. ويضم سلطات الوقاية في 112 دولة طرفا. وفيه جهات اتصال لاسترداد الموجودات في 80 دولة طرفا. وفيه السلطات المركزية لتسليم المجرمين في 23 دولة طرفا. وبشأن الإجراءات المدنية والإدارية، ذكرت 32 دولة طرفا جهة.",
    ),
    ("G2.2", "ولدى نحو خمس الدول الأطراف تشريعات من هذا القبيل."),
]
DRAFTS = {"en": EN, "fr": FR, "es": ES, "ru": RU, "ar": AR}


def write_word(path: Path, paragraphs: list[tuple[str, str]], *, numbered: bool = True) -> Path:
    """Write a draft as a Word file."""
    from docx import Document

    document = Document()
    guideline = False
    for number, text in paragraphs:
        if number.startswith("G") and not guideline:
            document.add_heading("IV. Guidelines", 1)
            document.add_heading("2. Guideline 2", 2)
            guideline = True
        printed = number.split(".")[-1]
        document.add_paragraph(f"{printed}. {text}" if numbered else text)
    document.save(str(path))
    return path
