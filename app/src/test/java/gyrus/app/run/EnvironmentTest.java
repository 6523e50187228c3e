package gyrus.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EnvironmentTest {

    @Test
    void theCommitIsTheOneThatTheBuildRecorded() {
        String commit = Environment.of("cpu", 1).get("commit");
        assertEquals(Build.commit(), commit);
        assertTrue(commit.matches("unknown|.*[0-9a-f]{7,}(-dirty)?"), commit);
    }
}
