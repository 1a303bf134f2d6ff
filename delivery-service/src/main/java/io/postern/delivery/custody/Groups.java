package io.postern.delivery.custody;

import java.util.ArrayList;
import java.util.List;

/** Cuts a batch into the groups that are taken over in one transaction each. */
final class Groups {

    private Groups() {}

    /** Groups in the batch's order, of at most {@code most} bytes of content; a larger mail is a group of its own. */
    static List<List<Approval>> of(List<Approval> batch, long most) {
        List<List<Approval>> groups = new ArrayList<>();
        List<Approval> group = new ArrayList<>();
        long size = 0;
        for (Approval approval : batch) {
            if (!group.isEmpty() && size + approval.mail().size() > most) {
                groups.add(group);
                group = new ArrayList<>();
                size = 0;
            }
            group.add(approval);
            size += approval.mail().size();
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }
}
