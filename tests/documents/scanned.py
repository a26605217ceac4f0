"""Made test pages, scanned badly: sentences with figures in five languages, at 200 dpi, blurred, skewed and speckled."""

import io
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = {
    "zh": "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "": "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
}
WORDS = {
    "en": "the committee noted that measures were taken by the State party under article in the year with cases and persons",
    "fr": "le comité a noté que des mesures ont été prises par l’État partie au titre de l’article en avec affaires et personnes",
    "es": "el comité observó que el Estado parte adoptó medidas en virtud del artículo en el año con casos y personas",
    "ru": "комитет отметил что государство участник приняло меры в соответствии со статьей в году по делам и лицам",
    "zh": "委员会注意到缔约国根据该条采取的措施并在该年处理的案件和人员数目",
}
DPI, WIDTH, HEIGHT = 200, 1654, 2339


def figure(chance):
    kind = chance.random()
    if kind < 0.5:
        return str(chance.randint(1, 9999))
    if kind < 0.7:
        return f"{chance.randint(0, 99)}.{chance.randint(0, 9)}"
    if kind < 0.85:
        return str(chance.randint(1950, 2020))
    return f"{chance.randint(1, 99)},{chance.randint(100, 999)}"


def page(language, seed):
    """A page as a PNG-compressed PDF, and its figures in reading order."""
    chance = random.Random(seed)
    font = ImageFont.truetype(FONTS.get(language, FONTS[""]), 30)
    picture = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(picture)
    figures = []
    gap = "" if language == "zh" else " "
    units = list(WORDS[language]) if language == "zh" else WORDS[language].split()
    y = 150
    while y < HEIGHT - 150:
        line = ""
        while draw.textlength(line, font) < WIDTH - 420:
            if chance.random() < (0.06 if language == "zh" else 0.22):
                figures.append(figure(chance))
                line += f" {figures[-1]} "
            else:
                line += chance.choice(units) + gap
        draw.text((150, y), " ".join(line.split()), font=font, fill=chance.randint(10, 60))
        y += 52
    picture = picture.rotate(chance.uniform(-0.6, 0.6), fillcolor=255, resample=Image.BICUBIC)
    picture = picture.filter(ImageFilter.GaussianBlur(0.9))
    noise = np.random.default_rng(seed).normal(0, 14, (HEIGHT, WIDTH))
    picture = Image.fromarray(np.clip(np.asarray(picture, dtype=float) + noise, 0, 255).astype("uint8"))
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=DPI, quality=55)
    return out.getvalue(), figures
