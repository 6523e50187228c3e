package gyrus.bench.pages.picture;

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.optimizer.Adam;
import java.util.ArrayList;
import java.util.List;

/** The bytes that a real engine holds of the system, and those in use, over three training steps of a small network. */
final class PoolPicture {

    private static final int STEPS = 3;
    private static final int LEFT = 70;
    private static final int BOTTOM = 210;
    private static final int HEIGHT = 160;
    private static final int COLUMN = 24;

    /** The bytes after an op. */
    private record Sample(int step, long live, long system) {}

    private PoolPicture() {}

    static String svg() {
        List<Sample> samples = samples();
        long most = samples.stream().mapToLong(Sample::system).max().orElseThrow();
        Drawing drawing = new Drawing(LEFT + samples.size() * COLUMN + 40, 270, "The pool's memory over three training steps");
        double[] live = new double[4 * samples.size()];
        double[] system = new double[4 * samples.size()];
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            put(live, i, BOTTOM - HEIGHT * (double) sample.live() / most);
            put(system, i, BOTTOM - HEIGHT * (double) sample.system() / most);
            if (i == 0 || samples.get(i - 1).step() != sample.step()) {
                drawing.line("grid", LEFT + i * COLUMN, 30, LEFT + i * COLUMN, BOTTOM)
                        .text("title", LEFT + i * COLUMN + 4, 24, "step " + (sample.step() + 1));
            }
        }
        drawing.line("line", LEFT, BOTTOM, LEFT + samples.size() * COLUMN, BOTTOM).line("line", LEFT, 30, LEFT, BOTTOM)
                .text("end small soft", LEFT - 6, BOTTOM - HEIGHT + 4, most / 1024 + " KiB")
                .text("end small soft", LEFT - 6, BOTTOM, "0")
                .curve("warmline", system).curve("blueline", live)
                .text("small soft", LEFT, BOTTOM + 18, "after each op, the backward pass, the update, and the end of the step")
                .line("warmline", LEFT, BOTTOM + 34, LEFT + 24, BOTTOM + 34)
                .text("small", LEFT + 30, BOTTOM + 38, "memory that the pool has of the system")
                .line("blueline", LEFT, BOTTOM + 50, LEFT + 24, BOTTOM + 50)
                .text("small", LEFT + 30, BOTTOM + 54, "memory of tensors that are alive");
        return drawing.svg();
    }

    private static void put(double[] points, int sample, double y) {
        points[4 * sample] = LEFT + sample * COLUMN;
        points[4 * sample + 1] = y;
        points[4 * sample + 2] = LEFT + (sample + 1) * COLUMN;
        points[4 * sample + 3] = y;
    }

    private static List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        try (Engine engine = Engine.on("reference")) {
            Parameters.Declaration declaration = new Parameters.Declaration();
            declaration.add("w1", new Shape(16, 32));
            declaration.add("w2", new Shape(32, 16));
            Parameters parameters = declaration.allocate(engine);
            parameters.all().forEach(weight -> weight.set(new double[weight.shape().size()]));
            Optimizer adam = new Optimizer(parameters, Adam.ofRate(0.01));
            for (int i = 0; i < STEPS; i++) {
                int number = i;
                try (Step step = engine.trainingStep()) {
                    Runnable sample = () -> samples.add(new Sample(number, engine.liveBytes(), engine.systemBytes()));
                    Tensor x = step.input("x", new Shape(64, 16), new double[64 * 16]);
                    sample.run();
                    Tensor hidden = x.matmul(parameters.get("w1"));
                    sample.run();
                    Tensor activated = hidden.sigmoid();
                    sample.run();
                    Tensor result = activated.matmul(parameters.get("w2"));
                    sample.run();
                    Tensor loss = result.square().mean();
                    sample.run();
                    loss.backward();
                    sample.run();
                    adam.update(loss);
                    sample.run();
                }
                samples.add(new Sample(number, engine.liveBytes(), engine.systemBytes()));
            }
            adam.release();
            parameters.release();
        }
        return samples;
    }
}
