/** What a process tells about itself: counters, rates, and its status as JSON over loopback HTTP; and how others ask for it. */
@NullMarked
package trifecta.service.status;

import org.jspecify.annotations.NullMarked;
