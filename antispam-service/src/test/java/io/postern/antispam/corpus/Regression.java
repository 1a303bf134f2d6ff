package io.postern.antispam.corpus;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Logistic regression by coordinate descent, with weights kept on their side of zero and drawn towards it: what speaks for
 * spam can weigh nothing at worst.
 */
final class Regression {

    private static final int ROUNDS = 60;

    /**
     * A trait.
     *
     * @param cells in which mails it is, and how strongly
     * @param sign 1 if it may only speak for spam, -1 if only for ham
     * @param drawn how strongly its weight is drawn to zero whatever it is
     * @param drawnSquare how strongly it is drawn to what was thought, in proportion to the square of the distance
     * @param thought what it is thought to weigh
     */
    record Trait(String name, List<Cell> cells, int sign, double drawn, double drawnSquare, double thought) {}

    /** How strongly a trait is in a mail. */
    record Cell(int row, double value) {}

    private final List<Trait> traits;
    private final boolean[] spam;
    private final double[] importance;
    final double[] weights;
    double base;
    private final double[] margins;

    /** @param importance of each mail; one of 0 is left out */
    Regression(List<Trait> traits, boolean[] spam, double[] importance) {
        this.traits = traits;
        this.spam = spam;
        this.importance = importance;
        this.weights = new double[traits.size()];
        this.margins = new double[spam.length];
        for (int round = 0; round < ROUNDS; round++) {
            moveBase();
            for (int i = 0; i < weights.length; i++) {
                move(i);
            }
        }
    }

    private void moveBase() {
        double slope = 0;
        double bend = 1e-9;
        for (int row = 0; row < spam.length; row++) {
            double chance = chance(margins[row]);
            slope += importance[row] * (chance - (spam[row] ? 1 : 0));
            bend += importance[row] * chance * (1 - chance);
        }
        double step = -slope / bend;
        base += step;
        for (int row = 0; row < spam.length; row++) {
            margins[row] += step;
        }
    }

    private void move(int i) {
        Trait trait = traits.get(i);
        double slope = trait.drawnSquare() * (weights[i] - trait.thought())
                + (trait.thought() == 0 ? trait.sign() * trait.drawn() : 0);
        double bend = trait.drawnSquare() + 1e-6;
        for (Cell cell : trait.cells()) {
            int row = cell.row();
            double value = cell.value();
            double chance = chance(margins[row]);
            slope += importance[row] * (chance - (spam[row] ? 1 : 0)) * value;
            bend += importance[row] * chance * (1 - chance) * value * value;
        }
        double moved = weights[i] - slope / bend;
        double kept = moved * trait.sign() < 0 ? 0 : moved;
        double step = Math.clamp(kept - weights[i], -1, 1);
        if (step != 0) {
            weights[i] += step;
            for (Cell cell : trait.cells()) {
                margins[cell.row()] += step * cell.value();
            }
        }
    }

    private static double chance(double margin) {
        return 1 / (1 + Math.exp(-margin));
    }

    /** What each mail comes to, whether it was left out or not; without the base. */
    double[] sums() {
        double[] sums = new double[margins.length];
        for (int row = 0; row < sums.length; row++) {
            sums[row] = margins[row] - base;
        }
        return sums;
    }

    /** Weights that are not zero, times a factor. */
    Map<String, Double> weights(double factor) {
        Map<String, Double> named = new TreeMap<>();
        for (int i = 0; i < weights.length; i++) {
            double rounded = Math.round(weights[i] * factor * 100) / 100.0;
            if (rounded != 0) {
                named.put(traits.get(i).name(), rounded);
            }
        }
        return named;
    }
}
