package io.vidette.trainer.evaluate.tracking;

import java.util.Random;

/** A person in a {@link StreetScene}: walks, now and then stops or turns round, in the open. */
final class Walker {
    private static final double REACTION = 0.25;

    private int id;
    private final Random random;
    private final double foot;
    private final double height;
    private final double sway;
    private double x;
    private double speed;
    private double pace;
    private double wait;
    private double time;
    private boolean left;
    private boolean hiddenFromLeft;

    Walker(int id, Random random) {
        this.id = id;
        this.random = random;
        this.foot = 420 + 260 * random.nextDouble();
        // The nearer, the larger.
        this.height = (0.22 + 0.1 * random.nextDouble()) * foot;
        this.sway = 2 * Math.PI * random.nextDouble();
        this.x = random.nextDouble() * StreetScene.WIDTH;
        this.speed = (random.nextBoolean() ? 1 : -1) * height * (0.6 + 0.6 * random.nextDouble());
        this.pace = speed;
    }

    void walk(double seconds) {
        time += seconds;
        wait -= seconds;
        // Nobody stops at once.
        pace += ((wait > 0 ? 0 : speed) - pace) * Math.min(1, seconds / REACTION);
        x += pace * seconds;
        boolean busy = isOutside() || (x > 250 && x < 650) || (x > 690 && x < 1050);
        if (!busy && wait < 0 && random.nextDouble() < 0.1 * seconds) {
            wait = 0.5 + 2 * random.nextDouble();
        } else if (!busy && random.nextDouble() < 0.03 * seconds) {
            speed = -speed;
        }
        if (isOutside() && !left) {
            // Who comes back is somebody else.
            id += 100;
            speed = x < 0 ? -Math.abs(speed) : Math.abs(speed);
        }
        left = isOutside();
        if (x < -200 || x > StreetScene.WIDTH + 200) {
            speed = x < 0 ? Math.abs(speed) : -Math.abs(speed);
        }
    }

    boolean isOutside() {
        return x < -10 || x > StreetScene.WIDTH + 10;
    }

    double foot() {
        return foot;
    }

    boolean isHiddenFromLeft() {
        return hiddenFromLeft;
    }

    void hiddenFromLeft(boolean value) {
        hiddenFromLeft = value;
    }

    MotRow box(int frame) {
        double width = 0.4 * height * (1 + 0.06 * Math.sin(sway + 9 * time));
        double top = foot - height + 0.01 * height * Math.sin(2 * sway + 9 * time);
        return new MotRow(frame, id, x - width / 2, top, width, height, 1, 1);
    }
}
