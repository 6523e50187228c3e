package gyrus.app.experiment;

import gyrus.app.experiment.Experiment.Outcome;
import gyrus.app.imaging.surface.Renderer;
import gyrus.app.imaging.surface.Side;
import gyrus.app.imaging.surface.Surface;
import gyrus.app.imaging.surface.SurfaceFile;
import gyrus.app.report.Report;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figure 4: the surfaces of the test scan's true mask and of the predictions of the networks with the most scans. */
public final class Surfaces {

    private static final int PICTURE = 340; // pixels of a side

    private Surfaces() {}

    /** Writes {@code surfaces/NAME.stl} and {@code .obj} into the run's folder and returns the pictures for the report. */
    public static List<Report.SurfaceViews> write(Outcome outcome, Path folder) throws IOException {
        Map<String, Surface> surfaces = new LinkedHashMap<>();
        Map<String, String> captions = new LinkedHashMap<>();
        surfaces.put("Truth", Surface.of(outcome.test().volumes().mask()));
        captions.put("Truth", "");
        int most = outcome.arms().stream().mapToInt(Arm::scans).max().orElse(0);
        for (Arm arm : outcome.arms()) {
            if (arm.scans() == most) {
                surfaces.put(arm.name(), Surface.ofErrors(arm.prediction(), outcome.test().volumes().mask()));
                captions.put(arm.name(), String.format(Locale.ROOT, "Dice %.3f", arm.overlap().dice()));
            }
        }
        Path into = Files.createDirectories(folder.resolve("surfaces"));
        AtomicFile.removeUnfinished(into);
        Renderer renderer = new Renderer(List.copyOf(surfaces.values()), PICTURE);
        List<Report.SurfaceViews> views = new ArrayList<>();
        for (Map.Entry<String, Surface> entry : surfaces.entrySet()) {
            Surface surface = entry.getValue();
            String file = entry.getKey().toLowerCase(Locale.ROOT).replace(' ', '-');
            SurfaceFile.writeStl(into.resolve(file + ".stl"), surface.mesh());
            SurfaceFile.writeObj(into.resolve(file + ".obj"), surface.mesh());
            views.add(new Report.SurfaceViews(entry.getKey(), captions.get(entry.getKey()), renderer.render(surface, Side.LEFT),
                    renderer.render(surface, Side.FRONT), renderer.render(surface, Side.TOP)));
        }
        return views;
    }
}
