package gyrus.app.study;

import gyrus.app.study.JobResult.ScanResult;
import java.util.function.ToDoubleFunction;

/** The measures that are compared on the test scans. */
public enum TestMeasure {
    ACCURACY("Pixel accuracy", ScanResult::accuracy),
    DICE("Dice", ScanResult::dice);

    private final String title;
    private final ToDoubleFunction<ScanResult> value;

    TestMeasure(String title, ToDoubleFunction<ScanResult> value) {
        this.title = title;
        this.value = value;
    }

    String title() {
        return title;
    }

    double of(ScanResult result) {
        return value.applyAsDouble(result);
    }
}
