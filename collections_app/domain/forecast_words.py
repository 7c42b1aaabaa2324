"""How a forecast is put into words: where each part comes from, how the method did, what to keep in mind."""

from __future__ import annotations

from datetime import date, timedelta

from collections_app.domain.back_test import Forecast
from collections_app.domain.calendar import era_date, fiscal_period, fiscal_year_name, fiscal_year_of
from collections_app.domain.forecast import Method, Part, PartKind
from collections_app.domain.money import show_percent, show_yen

_MIDDLE = (9, 30)
CAUTION = "過去の傾向からの見込みで、個別の交渉や手続の予定は入っていません。"


def part_label(part: Part) -> str:
    """Return what a part is: 定期　弁済計画のある求償権."""
    if part.kind is PartKind.COHORT:
        return f"不定期　{fiscal_year_name(part.cohort or 0)}代位弁済"
    return {
        PartKind.PLANS: "定期　弁済計画のある求償権",
        PartKind.PACE: "定期　計画のない求償権",
        PartKind.TO_COME: "不定期　これからの代位弁済",
        PartKind.WHOLE: "残り期間",
    }[part.kind]


def part_basis(part: Part, method: Method) -> str:
    """Return how a part is reckoned."""
    rate = f"{show_percent(part.rate)}%"
    if part.kind is PartKind.WHOLE:
        return method.label
    return {
        PartKind.PLANS: f"約定額 {show_yen(part.base)}円 × この1年の履行率 {rate}",
        PartKind.PACE: f"直近3か月の月平均 {show_yen(part.base)}円が続く",
        PartKind.COHORT: f"代位弁済額 {show_yen(part.base)}円 × {rate}",
        PartKind.TO_COME: f"今後の代位弁済 {show_yen(part.base)}円 × {rate}",
    }[part.kind]


def nothing_left(forecast: Forecast) -> bool:
    """Return whether nothing of the year is left to be expected on the day."""
    return forecast.expected.as_of == fiscal_period(forecast.expected.fiscal_year)[1]


def nothing_left_sentences(forecast: Forecast, years: tuple[int, ...], data_on: date | None) -> tuple[str, ...]:
    """Return why there is no forecast on the last day of a year, and what can be asked instead.

    `years` are those with records, the newest first; `data_on` is the newest day there is a record of.
    """
    now = forecast.expected
    year, (first, end) = fiscal_year_name(now.fiscal_year), fiscal_period(now.fiscal_year)
    if data_on is None or not years:
        return ("記録がまだないので、見込みはありません。受渡データを取り込んでから求めてください。",)
    if data_on < end and now.fiscal_year in (*years, fiscal_year_of(data_on)):
        why = f"基準日が{year}の最後の日（{era_date(end)}）なので、残りの見込みはありません。"
        return (f"{why}記録は{era_date(data_on)}までです。--as-of {max(data_on, first)} で求めてください。",)
    current = data_on + timedelta(days=1)
    ahead = f"これからの年度末の見込みは --fiscal-year {fiscal_year_of(current)} --as-of {current} で求められます。"
    if now.fiscal_year not in years:
        known = f"記録があるのは{fiscal_year_name(years[-1])}から{fiscal_year_name(years[0])}までです。"
        return (f"{year}の記録がないので、見込みはありません。{known}", ahead)
    middle = date(now.fiscal_year, *_MIDDLE)
    return (
        f"{year}は{era_date(end)}に終わり、実績 {show_yen(now.recovered)}円がすべてなので、見込みはありません。",
        f"年度の途中の日からどう見込めたかは、--as-of でその日を指定してください（例: --as-of {middle}）。",
        ahead,
    )


def method_sentence(forecast: Forecast) -> str:
    """Return which method is used and why, by the back-test."""
    means = forecast.back_test.mean_errors
    if not means:
        return "過年度の記録がないため検証できません。今年度の進み方のまま年度末まで進むものとしています。"
    errors = "、".join(f"{method.label} {means[method]}%" for method in Method if method in means)
    if forecast.method is Method.CURVES:
        return (
            f"過年度の同じ時点で最も誤差が小さかった「{forecast.method.label}」で見込んでいます（平均誤差: {errors}）。"
        )
    return (
        f"過年度の同じ時点では「{Method.CURVES.label}」より「{forecast.method.label}」の誤差が小さかったため、"
        f"こちらで見込んでいます（平均誤差: {errors}）。"
    )


def range_sentence(forecast: Forecast) -> str:
    """Return the interval and how often such intervals held."""
    found, tested = forecast.range, forecast.back_test
    if forecast.is_over:
        return "年度が終わっています。これは見込みではなく実績です。"
    if found is None:
        return "区間を出すには、過年度が4年以上必要です。"
    held = f"過年度の検証では{tested.judged}年のうち{tested.covered}年がこの作り方の区間に入りました。"
    return f"およそ8割の幅: {show_yen(found.low)}円 〜 {show_yen(found.high)}円。{held if tested.judged else ''}"
