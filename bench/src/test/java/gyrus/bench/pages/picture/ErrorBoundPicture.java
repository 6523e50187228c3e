package gyrus.bench.pages.picture;

import java.util.Random;

/**
 * The agreement bound 8 eps sqrt(K), relative to sum |a b|, and the largest errors of float32 sums of K random products: one
 * after the other, and by a tree.
 */
final class ErrorBoundPicture {

    private static final int LARGEST = 16; // K = 2^16
    private static final int TRIALS = 12;
    private static final double EPS = 0x1p-24;
    private static final int LEFT = 80;
    private static final int BOTTOM = 270;
    private static final int COLUMN = 32;
    private static final int DECADE = 46;
    private static final int LEAST = -9; // the axis begins at 1e-9

    private ErrorBoundPicture() {}

    static String svg() {
        Drawing drawing = new Drawing(LEFT + LARGEST * COLUMN + 30, 360, "The error bound against K, and measured errors");
        for (int decade = LEAST; decade <= -4; decade++) {
            drawing.line("grid", LEFT, y(Math.pow(10, decade)), LEFT + LARGEST * COLUMN, y(Math.pow(10, decade)))
                    .text("end small soft", LEFT - 8, y(Math.pow(10, decade)) + 4, "1e" + decade);
        }
        double[] bound = new double[2 * (LARGEST + 1)];
        double[] plain = new double[2 * (LARGEST + 1)];
        double[] tree = new double[2 * (LARGEST + 1)];
        for (int power = 0; power <= LARGEST; power++) {
            int terms = 1 << power;
            bound[2 * power] = plain[2 * power] = tree[2 * power] = LEFT + power * COLUMN;
            bound[2 * power + 1] = y(8 * EPS * Math.sqrt(terms));
            double[] errors = largestErrors(terms);
            plain[2 * power + 1] = y(errors[0]);
            tree[2 * power + 1] = y(errors[1]);
            if (power % 4 == 0) {
                drawing.text("mid small soft", LEFT + power * COLUMN, BOTTOM + 18, "K = " + terms);
            }
        }
        drawing.curve("blueline", bound).curve("warmline", plain).curve("calmline", tree)
                .text("small soft", 8, 18, "error relative to sum |a b|");
        legend(drawing, 0, "blueline", "the bound, 8 eps sqrt(K)");
        legend(drawing, 1, "warmline", "float32, one product after the other: the largest error of " + TRIALS + " random sums");
        legend(drawing, 2, "calmline", "float32, by a tree");
        return drawing.svg();
    }

    private static void legend(Drawing drawing, int row, String style, String words) {
        double y = BOTTOM + 38 + 18 * row;
        drawing.line(style, LEFT, y, LEFT + 24, y).text("small", LEFT + 32, y + 4, words);
    }

    private static double y(double error) {
        return BOTTOM - DECADE * (Math.log10(Math.max(error, Math.pow(10, LEAST))) - LEAST);
    }

    /** Returns the largest relative errors of sums one after the other, and of sums by a tree. */
    private static double[] largestErrors(int terms) {
        Random random = new Random(terms);
        double[] largest = new double[2];
        for (int trial = 0; trial < TRIALS; trial++) {
            float[] products = new float[terms];
            double exact = 0;
            double absolute = 0;
            float sum = 0;
            for (int i = 0; i < terms; i++) {
                float a = random.nextFloat() * 2 - 1;
                float b = random.nextFloat() * 2 - 1;
                exact += (double) a * b;
                absolute += Math.abs((double) a * b);
                products[i] = a * b;
                sum += products[i];
            }
            largest[0] = Math.max(largest[0], Math.abs(sum - exact) / absolute);
            largest[1] = Math.max(largest[1], Math.abs(tree(products, 0, terms) - exact) / absolute);
        }
        return largest;
    }

    private static float tree(float[] values, int from, int to) {
        int half = (from + to) / 2;
        return to - from == 1 ? values[from] : tree(values, from, half) + tree(values, half, to);
    }
}
