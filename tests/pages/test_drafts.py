"""A checked draft is a page of the report, where there is one."""

from lxml import html

from analysis.__main__ import main


def test_a_checked_draft_stands_among_the_pages_of_the_report(world_folder, tmp_path, capsys):
    draft, report = tmp_path / "draft.txt", world_folder / "report"
    draft.write_text(
        "1. Some 4 of 9 States have legislation on spontaneous sharing, <b>it says</b>.\n", encoding="utf-8"
    )
    main(["audit", str(draft), "--data", str(world_folder)])
    assert not report.exists()
    report.mkdir()
    (report / "index.html").write_text("<html><head><title>Home &amp; hearth</title></head></html>", encoding="utf-8")
    main(["audit", str(draft), "--data", str(world_folder)])
    assert str(report / "drafts" / "draft.html") in capsys.readouterr().out
    page = html.parse(report / "drafts" / "draft.html").getroot()
    assert page.xpath("//nav//a[@href='../index.html']")[0].text_content() == "Home & hearth"
    assert page.find_class("internal")  # nobody called a record of the small world public
    assert "draft.txt" in page.findtext(".//title") and "<b>it says</b>" in page.text_content()
    assert {td.text for td in page.xpath("//tbody/tr/td[2]")} == {"4", "9"}
