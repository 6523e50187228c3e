package gyrus.app.study;

import gyrus.app.report.Figure;
import gyrus.app.report.chart.DifferenceChart;
import gyrus.app.report.markup.Element;
import gyrus.app.statistics.PairedDifference;
import java.util.List;

/** Rows of the tables and charts of a study, with signed figures, intervals and colours. */
final class StudyTable {

    private StudyTable() {}

    /** Returns a chart of differences in a measure; that of the primary measure shows the smallest difference of interest. */
    static Element chart(StudyConfig study, TestMeasure measure, String title, List<DifferenceChart.Row> rows) {
        double bound = measure == study.primary() ? study.smallestEffect() : 0;
        return new DifferenceChart(title, rows, measure.isDistance(), bound).draw();
    }

    static DifferenceChart.Row chartRow(StudyConfig study, String label, int scans, PairedDifference difference) {
        List<Double> ends = difference.interval().map(interval -> List.of(interval.low(), interval.high())).orElse(List.of());
        return new DifferenceChart.Row(label, hue(study, scans), difference.differences(), difference.centre(), ends);
    }

    /** Returns the hue of a number of scans, which is equal on the whole page. */
    static int hue(StudyConfig study, int scans) {
        return study.scans().indexOf(scans);
    }

    static String signed(double value, int decimals) {
        return (value >= 0 ? "+" : "") + Figure.decimals(value, decimals);
    }

    static String interval(PairedDifference difference, int decimals) {
        return difference.interval().filter(interval -> difference.differs())
                .map(interval -> signed(interval.low(), decimals) + " to " + signed(interval.high(), decimals)).orElse("–");
    }

    static Element row(String kind, String name, List<String> cells) {
        Element row = Element.of("tr").with("class", kind).add(Element.of("th", name).with("scope", "row"));
        cells.forEach(cell -> row.add(Element.of("td", cell)));
        return row;
    }

    static Element table(String caption, Element body, String... titles) {
        return Figure.table(caption, "results effects", Figure.headerRow(titles), body);
    }

    static String counted(int scans) {
        return scans + (scans == 1 ? " scan" : " scans");
    }
}
