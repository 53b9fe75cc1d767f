from community.prices.recordplots import basis_words, middle_half, plot, price_words
from community.records.figures import Quantiles, figures_of
from community.records.kinds import MICRO

RATES = [round(rate * MICRO) for rate in (62, 80, 95, 104, 130.225, 131, 150, 180, 900)]


def test_plot_of_record_figures_tells_count_median_and_bars():
    picture = plot(figures_of(RATES), currency="USD", unit="per hour")

    assert picture.title == "Prices in USD per hour, 9 prices."
    assert ("Median", "$130.23") in picture.rows
    assert sum(int(cell.split()[0]) for _, cell in picture.rows[5:]) == 9


def test_plot_of_one_price_is_a_drawing_too():
    picture = plot(figures_of([5 * MICRO]), currency="USD", unit="per hour")

    assert picture.title == "Prices in USD per hour, 1 price."
    assert picture.rows[0] == ("10th percentile", "$5")


def test_words_of_record_figures():
    assert price_words(130_225_000, "USD") == "$130.23"
    assert basis_words(1) == "1 price"
    assert basis_words(4157) == "4,157 prices"
    quantiles = Quantiles(*(MICRO * one for one in (82, 96, 109, 127, 147)))
    assert middle_half(quantiles, "USD") == "$96 – $127"
    same = Quantiles(*(MICRO * 100 for _ in range(5)))
    assert middle_half(same, "EUR") == "€100"
