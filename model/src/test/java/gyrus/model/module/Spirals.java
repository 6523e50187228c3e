package gyrus.model.module;

import gyrus.engine.op.Shape;

/** Two spirals that wind around each other once: points of the plane that no line separates. Even points are of class 1. */
public final class Spirals {

    public static final int POINTS = 192;
    public static final Shape INPUTS = new Shape(POINTS, 2);
    public static final Shape TARGETS = new Shape(POINTS, 1);

    private Spirals() {}

    /** Returns the points, [POINTS,2]. */
    public static float[] inputs() {
        float[] points = new float[2 * POINTS];
        for (int i = 0; i < POINTS; i++) {
            double radius = 0.1 + 0.9 * (i / 2) / (POINTS / 2 - 1);
            double angle = 2 * Math.PI * radius + (i % 2 == 0 ? 0 : Math.PI);
            points[2 * i] = (float) (radius * Math.cos(angle));
            points[2 * i + 1] = (float) (radius * Math.sin(angle));
        }
        return points;
    }

    /** Returns the class of each point, [POINTS,1]. */
    public static float[] targets() {
        float[] classes = new float[POINTS];
        for (int i = 0; i < POINTS; i += 2) {
            classes[i] = 1;
        }
        return classes;
    }

    /** Returns the fraction of points whose logit has the sign of the class. */
    public static double accuracy(float[] logits) {
        int correct = 0;
        for (int i = 0; i < POINTS; i++) {
            correct += logits[i] > 0 == (i % 2 == 0) ? 1 : 0;
        }
        return (double) correct / POINTS;
    }
}
