package gyrus.app.report;

import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes {@code summary.json}, for programs. A number that is not finite, or an epoch that was not reached, is null. */
public final class SummaryJson {

    private SummaryJson() {}

    /** Writes the summary as JSON. */
    public static void write(Summary summary, Path file) throws IOException {
        AtomicFile.write(file, json(summary));
    }

    static String json(Summary summary) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("preset", summary.preset());
        root.put("device", summary.device());
        root.put("seed", summary.seed());
        root.put("data", summary.data());
        root.put("validation", summary.validation());
        root.put("noise", summary.noise());
        root.put("started", summary.started().toString());
        root.put("seconds", summary.duration().toMillis() / 1000.0);
        root.put("testVoxels", summary.testVoxels());
        figure(root, "thresholdDice", summary.thresholdDice());
        ArrayNode denoising = root.putArray("denoising");
        for (DenoisingResult result : summary.denoising()) {
            ObjectNode entry = denoising.addObject();
            entry.put("name", result.name());
            figure(entry, "psnr", result.psnr());
            figure(entry, "ssim", result.ssim());
        }
        ArrayNode arms = root.putArray("arms");
        for (ArmResult arm : summary.arms()) {
            ObjectNode entry = arms.addObject();
            entry.put("name", arm.name());
            entry.put("pretrained", arm.pretrained());
            entry.put("scans", arm.scans());
            figure(entry, "accuracy", arm.accuracy());
            figure(entry, "dice", arm.dice());
            figure(entry, "iou", arm.iou());
            figure(entry, "HD95", arm.surfaces().percentile95());
            figure(entry, "ASSD", arm.surfaces().average());
            figure(entry, "NSD1", arm.surfaces().within1());
            figure(entry, "NSD2", arm.surfaces().within2());
            entry.put("bestEpoch", arm.bestEpoch());
            arm.toDice90().ifPresentOrElse(effort -> {
                entry.put("epochsToDice90", effort.epochs());
                entry.put("stepsToDice90", effort.steps());
                entry.put("secondsToDice90", effort.seconds());
            }, () -> List.of("epochsToDice90", "stepsToDice90", "secondsToDice90").forEach(entry::putNull));
        }
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void figure(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }
}
