package gyrus.bench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.bench.result.LabResult;
import gyrus.bench.result.LabResult.Setting;
import gyrus.bench.result.Measurement;
import gyrus.bench.result.Peaks;
import gyrus.bench.result.Times;
import gyrus.kernels.device.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LadderTableTest {

    /** 10^12 operations in 10, 2 and 1 seconds, on a machine that could do them in 0.5. */
    @Test
    void levelsGoFromSlowToFastAndAreComparedWithTheVendors() {
        Setting setting =
                new Setting("2026-01-02 03:04", "gyrus bench", "0123abc", new Machine("Test GPU", 0, 0), new Peaks(2000, 10),
                        "Java 25", "width 4", 0);
        LabResult result = new LabResult(setting, List.of(level("naive", 10), level("Cudnn", 2), level("wgmma", 1)), List.of());

        List<String> lines = LadderTable.of(result);

        assertEquals("Test GPU; Java 25; commit 0123abc; 2026-01-02 03:04; `gyrus bench`", lines.getFirst());
        assertEquals(List.of(
                "| op | problem | times a step | our best | time | TFLOP/s | vendor's | % of vendor's |",
                "|---|---|---|---|---|---|---|---|",
                "| conv forward | `[1,2,3,4]` | 3 | wgmma | 1.00 s | 1.00 | 2.00 s | 200 |", "",
                "**conv forward** `[1,2,3,4]`, 3 times a step", "",
                "| variant | time | p10-p90 | TFLOP/s | GB/s | % of peak | % of vendor's |", "|---|---|---|---|---|---|---|",
                "| naive | 10.0 s | 10.0 s-10.0 s | 0.100 | 0.100 | 5 | 20 |",
                "| Cudnn | 2.00 s | 2.00 s-2.00 s | 0.500 | 0.500 | 25 | 100 |",
                "| wgmma | 1.00 s | 1.00 s-1.00 s | 1.00 | 1.00 | 50 | 200 |"), lines.subList(4, lines.size()));
    }

    private static Measurement level(String variant, double seconds) {
        Times times = new Times(List.of(List.of(seconds)), Double.NaN);
        return new Measurement("conv forward", "[1,2,3,4]", variant, 3, 1e12, 1e9, 0.5, 2e-7, times);
    }
}
