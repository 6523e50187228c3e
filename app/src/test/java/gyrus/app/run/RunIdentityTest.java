package gyrus.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.app.experiment.Config;
import gyrus.app.failure.UserError;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RunIdentityTest {

    private static final Config CONFIG = Config.of(Config.Preset.QUICK, Config.PHANTOM, 1);

    private static RunIdentity identity(ScanIdentity... scans) {
        return RunIdentity.of(CONFIG, Set.of(), List.of(scans));
    }

    @Test
    void oneImageUnderTwoNamesIsRefused() {
        String image = "0f".repeat(32);
        ScanIdentity one = new ScanIdentity("sub-01", "A", "", image, "");
        ScanIdentity other = new ScanIdentity("sub-02", "B", "test", image, "");
        assertEquals("scans sub-01 and sub-02 are the same image, byte for byte (patient A, no role; patient B, role test);"
                + " leave one of them out", assertThrows(UserError.class, () -> identity(one, other)).getMessage());
        assertThrows(UserError.class, () -> identity(one, new ScanIdentity("sub-01_run-2", "A", "", image, "")));
    }

    @Test
    void phantomsOfOneSeedAreSeveralHeads() {
        assertEquals(2, identity(new ScanIdentity("phantom-01", "phantom-01", "", "made from seed 1", ""),
                new ScanIdentity("phantom-02", "phantom-02", "", "made from seed 1", "")).scans().size());
    }
}
