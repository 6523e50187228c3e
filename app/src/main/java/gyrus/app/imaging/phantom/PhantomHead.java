package gyrus.app.imaging.phantom;

import static gyrus.app.imaging.phantom.Shapes.union;

/** The head around the brain, in the brain's frame: scalp with fat, skull with marrow, muscles, face, eyes and neck. */
final class PhantomHead {

    private static final Ellipsoid REACH = new Ellipsoid(0, 0, -10, 105, 130, 140); // of every head: beyond is air

    private final Brain brain;
    private final double space; // mm between brain and skull
    private final double skull; // mm thick
    private final double scalp; // mm thick
    private final Ellipsoid face;
    private final Ellipsoid nose;
    private final Tube neck;
    private final Ellipsoid temporalis;
    private final Ellipsoid tongue;
    private final Ellipsoid nasalCavity;
    private final Ellipsoid maxillarySinus;
    private final Ellipsoid sphenoidSinus;
    private final Ellipsoid mastoid;
    private final Ellipsoid orbit;
    private final Ellipsoid globe;
    private final Ellipsoid lens;
    private final Tube opticNerve;
    private final Tube mandible;
    private final Tube spine;
    private final Tube spinalCanal;
    private final Tube airway;
    private final Lattice fine;
    private final Lattice coarse;

    PhantomHead(Draws draws, Brain brain) {
        this.brain = brain;
        space = draws.between(1, 2.5);
        skull = draws.between(4.5, 6.5);
        scalp = draws.between(4, 8);
        face = new Ellipsoid(0, 36, -52, 60, 58, 56).varied(draws);
        nose = new Ellipsoid(0, 92, -40, 12, 16, 22).varied(draws);
        double girth = draws.between(48, 58);
        neck = new Tube(new double[] {0, -32, -45, girth}, new double[] {0, -26, -160, girth});
        temporalis = new Ellipsoid(66, 28, -8, 12, 30, 34).varied(draws);
        tongue = new Ellipsoid(0, 42, -76, 24, 30, 18).varied(draws);
        nasalCavity = new Ellipsoid(0, 60, -38, 15, 30, 22).varied(draws);
        maxillarySinus = new Ellipsoid(27, 58, -44, 11, 14, 14).varied(draws);
        sphenoidSinus = new Ellipsoid(0, 22, -20, 12, 11, 9).varied(draws);
        mastoid = new Ellipsoid(54, -26, -36, 10, 13, 16).varied(draws);
        orbit = new Ellipsoid(31, 64, -17, 18, 24, 16).varied(draws);
        globe = new Ellipsoid(32, 74, -17, 12, 12, 12);
        lens = new Ellipsoid(32, 83.5, -17, 4.5, 2, 4.5);
        opticNerve = new Tube(new double[] {32, 62, -17, 2.4}, new double[] {10, 26, -9, 2.4});
        mandible = new Tube(new double[] {50, 8, -42, 5}, new double[] {46, 20, -82, 7}, new double[] {22, 68, -96, 7},
                new double[] {0, 76, -96, 7});
        spine = new Tube(new double[] {0, -10, -66, 9}, new double[] {0, -12, -160, 11});
        spinalCanal = new Tube(new double[] {0, -27, -60, 10}, new double[] {0, -36, -90, 9}, new double[] {0, -36, -160, 9});
        airway = new Tube(new double[] {0, 22, -44, 7}, new double[] {0, 14, -70, 7}, new double[] {0, 10, -160, 9});
        Waves fineWaves = new Waves(draws, 8, 12, 24);
        fine = new Lattice(132, 5, fineWaves::at);
        Waves coarseWaves = new Waves(draws, 12, 24, 50);
        coarse = new Lattice(132, 8, coarseWaves::at);
    }

    /** Paints everything at a point, from the skin inwards. */
    void paint(double x, double y, double z, Sample sample) {
        if (REACH.distance(x, y, z) > 0) {
            return;
        }
        double m = Math.abs(x);
        double cerebrum = brain.cerebrum(x, y, z);
        double cerebellum = brain.cerebellum(x, y, z);
        double stem = brain.stem(x, y, z);
        double cavity = brain.cavity(cerebrum, cerebellum, stem, z) - space;
        double lump = coarse.at(x, y, z);
        double bone = skull + 0.8 * lump;
        double surface = surface(cavity - bone - scalp, m, y, z);
        if (surface > 2) {
            return;
        }
        double grain = fine.at(x, y, z);
        if (cavity > bone - 2) {
            paintSoftTissue(surface, m, y, z, grain, lump, sample);
            paintFace(m, y, z, grain, sample);
        }
        if (cavity < bone + 2) {
            sample.paint(Tissue.BONE, cavity - bone, 1);
            sample.paint(Tissue.MARROW, Math.abs(cavity - bone / 2) - bone / 2 + 1.8, 1 + 0.25 * grain);
        }
        if (z < -50) {
            sample.paint(Tissue.CSF, spinalCanal.distance(x, y, z), 1);
        }
        sample.paint(Tissue.CSF, cavity, 1);
        brain.paint(cerebrum, cerebellum, stem, x, y, z, 1 + 0.04 * grain + 0.03 * lump, sample);
    }

    private double surface(double cranium, double m, double y, double z) {
        double withNeck = union(cranium, neck.distance(m, y, z), 20);
        return union(union(withNeck, face.distance(m, y, z), 16), nose.distance(m, y, z), 8);
    }

    private void paintSoftTissue(double surface, double m, double y, double z, double grain, double lump, Sample sample) {
        sample.paint(Tissue.SKIN, surface, 1);
        sample.paint(Tissue.FAT, surface + 2, 1 + 0.15 * grain);
        double deep = surface + scalp;
        sample.paint(Tissue.MUSCLE, Math.min(deep, temporalis.distance(m, y, z)), 1 + 0.2 * grain);
        sample.paint(Tissue.FAT, Math.max(deep, 5 * (Math.abs(lump) - 0.25)), 1 + 0.15 * grain); // between the muscles
        sample.paint(Tissue.BONE, Math.max(deep, 6 * (1.3 - lump)), 1);
    }

    private void paintFace(double m, double y, double z, double grain, Sample sample) {
        sample.paint(Tissue.MUSCLE, tongue.distance(m, y, z), 1.1 + 0.15 * grain);
        sample.paint(Tissue.BONE, mandible.distance(m, y, z), 1);
        sample.paint(Tissue.MARROW, mandible.distance(m, y, z) + 3, 1);
        sample.paint(Tissue.BONE, spine.distance(m, y, z), 1);
        sample.paint(Tissue.MARROW, spine.distance(m, y, z) + 2.5, 1 + 0.15 * grain);
        sample.paint(Tissue.AIR, airway.distance(m, y, z), 1);
        sample.paint(Tissue.BONE, orbit.distance(m, y, z) - 3, 1);
        paintCells(nasalCavity, m, y, z, grain, sample);
        paintCells(mastoid, m, y, z, grain, sample);
        paintCells(sphenoidSinus, m, y, z, grain, sample);
        paintCells(maxillarySinus, m, y, z, grain, sample);
        sample.paint(Tissue.FAT, orbit.distance(m, y, z), 1 + 0.1 * grain);
        sample.paint(Tissue.MUSCLE, opticNerve.distance(m, y, z), 1.2);
        sample.paint(Tissue.MUSCLE, globe.distance(m, y, z) - 1.5, 1);
        sample.paint(Tissue.VITREOUS, globe.distance(m, y, z), 1);
        sample.paint(Tissue.MUSCLE, lens.distance(m, y, z), 1);
    }

    /** Paints an air-filled space with walls of bone and a lining of mucosa, which bulges into it where the grain is high. */
    private static void paintCells(Ellipsoid space, double m, double y, double z, double grain, Sample sample) {
        double distance = space.distance(m, y, z) + 2.5 * grain;
        sample.paint(Tissue.BONE, distance - 2, 1);
        sample.paint(Tissue.AIR, distance, 1);
        sample.paint(Tissue.MUCOSA, Math.max(distance, 4 * (0.3 - grain)), 1);
    }
}
