package io.vidette.topology.tracker;

/**
 * A Kalman filter (Kalman 1960) of one coordinate that moves at a constant velocity, which white noise of the acceleration
 * disturbs: the continuous model of Bar-Shalom, Li and Kirubarajan, <i>Estimation with Applications to Tracking and
 * Navigation</i> (2001), 6.2.2. Its noise grows with the elapsed time, so it is valid for every frame rate, and one
 * long step equals several short ones.
 *
 * @param at position in pixels
 * @param speed in pixels per second
 * @param varAt variance of {@code at}
 * @param covariance of {@code at} and {@code speed}
 * @param varSpeed variance of {@code speed}
 */
public record KalmanAxis(double at, double speed, double varAt, double covariance, double varSpeed) {
    /** Seen once, at rest for all that is known. */
    public static KalmanAxis first(double at, double deviation, double speedDeviation) {
        return new KalmanAxis(at, 0, deviation * deviation, 0, speedDeviation * speedDeviation);
    }

    /**
     * Later.
     *
     * @param noise spectral density of the acceleration, in pixels² per second³
     */
    public KalmanAxis predict(double seconds, double noise) {
        double t = seconds;
        return new KalmanAxis(
                at + speed * t,
                speed,
                varAt + 2 * t * covariance + t * t * varSpeed + noise * t * t * t / 3,
                covariance + t * varSpeed + noise * t * t / 2,
                varSpeed + noise * t);
    }

    /** With a measurement and its standard deviation, above 0. */
    public KalmanAxis update(double measured, double deviation) {
        double innovation = varAt + deviation * deviation;
        double gainAt = varAt / innovation;
        double gainSpeed = covariance / innovation;
        double off = measured - at;
        return new KalmanAxis(
                at + gainAt * off,
                speed + gainSpeed * off,
                (1 - gainAt) * varAt,
                (1 - gainAt) * covariance,
                varSpeed - gainSpeed * covariance);
    }

    /** Predicts a coordinate without speed that moves at random; the noise is in pixels² per second. */
    KalmanAxis drift(double seconds, double noise) {
        return new KalmanAxis(at, 0, varAt + noise * seconds, 0, 0);
    }

    /**
     * How badly a measurement fits: twice the negative logarithm of its likelihood, relative to a measurement at the
     * predicted place without uncertainty.
     */
    double surprise(double measured, double deviation) {
        double noise = deviation * deviation;
        double innovation = varAt + noise;
        return (measured - at) * (measured - at) / innovation + Math.log(innovation / noise);
    }
}
