package gyrus.bench.page;

import gyrus.app.report.markup.Element;
import gyrus.bench.profile.StepProfile;
import gyrus.bench.profile.StepProfile.Row;
import gyrus.bench.profile.StepProfile.Sum;
import gyrus.bench.result.ResultText;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A profile on one page: the launches of a step on a time axis, and its longest problems. It fetches nothing. */
public final class ProfilePage {

    private static final int PROBLEMS = 40;
    private static final String HOW = "The limits were measured at the start, with as many threads. % of peak is the least time"
            + " that the machine could take for the operations or the bytes of a launch, whichever is longer, over the time that"
            + " it took. Operations are those of the textbook algorithm, so an algorithm that saves operations, or a problem that"
            + " stays in the caches, can exceed 100 %.";

    private ProfilePage() {}

    /** Writes the page. */
    public static void write(StepProfile profile, Path file) throws IOException {
        AtomicFile.write(file, html(profile));
    }

    static String html(StepProfile profile) {
        Element main = Element.of("main").add(
                Element.of("section").add(Element.of("h2", "One step, launch by launch"),
                        Element.of("figure").add(Element.of("div").with("class", "scrolling").with("tabindex", "0")
                                .add(new Timeline(profile).draw()), Element.of("figcaption", caption(profile)))),
                Element.of("section").add(Element.of("h2", "The longest problems"),
                        Element.of("div").with("class", "scrolling").with("tabindex", "0").add(table(profile))));
        return PageFrame.html(profile.setting(), "Where does the time of a step go?", HOW, main);
    }

    private static String caption(StepProfile profile) {
        return String.format(Locale.ROOT,
                "Each box is a launch of one step on %s, %s; a lane is an op. The figures on the right are"
                        + " means of %d steps: %s a step, %s of it between the ops. %s",
                profile.device(), profile.work(), profile.steps(), ResultText.seconds(profile.seconds()),
                ResultText.seconds(profile.secondsBetweenOps()),
                profile.recorded().endToEnd()
                        ? "Launches are laid end to end, because a GPU tells how long they take and not when they begin."
                        : "A box shows its problem when the pointer rests on it.");
    }

    private static Element table(StepProfile profile) {
        Element body = Element.of("tbody");
        profile.rows().stream().limit(PROBLEMS).forEach(row -> body.add(line(profile, row)));
        return Element.of("table").with("class", "time problems").add(
                Element.of("thead")
                        .add(PageFrame.row("th", "Op and problem", "Variant", "Calls", "A step", "GFLOP/s", "GB/s", "% of peak")),
                body);
    }

    private static Element line(StepProfile profile, Row row) {
        Sum sum = profile.sum(row);
        return PageFrame.row("td", row.keys(), row.variant(), Long.toString(row.calls()), ResultText.seconds(row.seconds()),
                ResultText.digits(row.flops() / row.seconds() * 1e-9), ResultText.digits(row.bytes() / row.seconds() * 1e-9),
                String.format(Locale.ROOT, "%.0f", 100 * sum.shareOfPeak()));
    }
}
