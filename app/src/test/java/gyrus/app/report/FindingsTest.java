package gyrus.app.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingsTest {

    private static ArmResult arm(boolean pretrained, int scans, double accuracy, double dice, Optional<Effort> effort) {
        String name = (pretrained ? "Pre-trained " : "Not pre-trained ") + scans;
        return new ArmResult(name, pretrained, scans, accuracy, dice, dice / (2 - dice), SampleReport.distances(1), 5, effort);
    }

    private static List<String> says(ArmResult... arms) {
        return Findings.says(SampleReport.report(List.of(arms), 2).summary());
    }

    @Test
    void eachTrainingSetGetsASentenceOnTheFigureAndOneOnConvergence() {
        List<String> sentences = Findings.says(SampleReport.fourArms().summary());
        assertEquals("Trained on 8 scans, the network reached a test Dice of 0.97512 when pre-trained and 0.97290 when not; "
                + "with pre-training 106 more of the 221,184 voxels were classified rightly. "
                + "A validation Dice of 0.9 came after 4 epochs with pre-training and after 9 epochs without. "
                + "In training steps, those of pre-training included, that is 40 and 90.",
                sentences.getFirst());
        assertTrue(sentences.get(1).endsWith("after 7 epochs with pre-training and never without."), sentences.get(1));
        assertTrue(sentences.get(2).endsWith("reaches a Dice of 0.713: 4 of 4 networks did better."), sentences.get(2));
    }

    @Test
    void aLossIsSaidAsPlainlyAsAGain() {
        List<String> sentences = says(arm(true, 1, 0.98, 0.6, Optional.empty()), arm(false, 1, 0.99, 0.95, SampleReport.effort(1)));
        assertTrue(sentences.getFirst().contains("with pre-training 2,212 fewer of the 221,184 voxels"), sentences.getFirst());
        assertTrue(sentences.getFirst().startsWith("Trained on 1 scan,"), sentences.getFirst());
        assertTrue(sentences.getFirst().endsWith("came never with pre-training and after 1 epoch without."), sentences.getFirst());
        assertTrue(sentences.getLast().endsWith("1 of 2 networks did better."), sentences.getLast());
    }

    @Test
    void anArmWithoutItsCounterpartIsNotCompared() {
        assertEquals(1,
                says(arm(true, 8, 0.99, 0.97, SampleReport.effort(2)), arm(false, 4, 0.99, 0.96, SampleReport.effort(3))).size());
    }
}
