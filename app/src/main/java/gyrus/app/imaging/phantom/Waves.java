package gyrus.app.imaging.phantom;

/** A smooth random field of mean 0 and variance 1: plane waves of random direction and phase, wavelengths in mm. */
final class Waves {

    private final double[] kx;
    private final double[] ky;
    private final double[] kz;
    private final double[] phase;
    private final double amplitude;

    Waves(Draws draws, int count, double shortest, double longest) {
        kx = new double[count];
        ky = new double[count];
        kz = new double[count];
        phase = new double[count];
        amplitude = Math.sqrt(2.0 / count);
        for (int wave = 0; wave < count; wave++) {
            double k = 2 * Math.PI / draws.between(shortest, longest);
            double cosine = draws.between(-1, 1); // uniform on the sphere: Archimedes
            double sine = Math.sqrt(1 - cosine * cosine);
            double azimuth = draws.between(0, 2 * Math.PI);
            kx[wave] = k * sine * StrictMath.cos(azimuth);
            ky[wave] = k * sine * StrictMath.sin(azimuth);
            kz[wave] = k * cosine;
            phase[wave] = draws.between(0, 2 * Math.PI);
        }
    }

    double at(double x, double y, double z) {
        double sum = 0;
        for (int wave = 0; wave < phase.length; wave++) {
            sum += StrictMath.sin(kx[wave] * x + ky[wave] * y + kz[wave] * z + phase[wave]);
        }
        return amplitude * sum;
    }
}
