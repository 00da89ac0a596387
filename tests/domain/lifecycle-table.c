/* lifecycle-table.c: what must become of every command in every situation, written out by hand
 *
 * It was written from the protocol, not from the code: read it beside section 1.
 * The actor is "me", acting on the device "here" unless the name says otherwise.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lifecycle-table.h"

/* A situation:
 *   E            any state before MANUFACTURING_APPROVED
 *   A R P        approved; started and running; started and paused - followed by who holds it:
 *                - nobody, m me here, 2 me on a second device, 3 me on the other's device,
 *                x the other on his device, y the other here
 *   C K H Z      completed, packaging, shipped, closed
 *
 * A line: the situations it is about, a colon, and six answers:
 *   open, held, cancelled; then the same three, but leased to another device.
 *   Three answers: a lease makes no difference. One: nothing makes a difference.
 *
 * An answer:
 *   already      nothing changes
 *   !problem     refused, nothing changes
 *   ?exception   recorded with that exception, nothing changes
 *   ?exception>S recorded with that exception, and the order is in situation S
 *   >S           applied, and the order is in situation S
 *   =            applied, but only the history knows
 *   .            cannot happen: holding and cancelling pause a running order
 *   In S * is the situation before; +h is put on hold by it, -h is taken off hold.
 */
const LifecycleTable lifecycle_tables[] = {
  { "claim",
    "E           : !wrong-state\n"
    "A-          : >Am  !order-held  !order-cancelled  !reserved  !reserved  !reserved\n"
    "Am Rm Pm    : already\n"
    "A2          : >Am\n"
    "R2          : >Rm\n"
    "P2          : >Pm\n"
    "Ax Rx Px    : !already-claimed\n"
    "R-          : !order-closed  .  .  !reserved  .  .\n"
    "P- C K H Z  : !order-closed !order-held !order-cancelled  !reserved !reserved !reserved\n" },

  { "claim and start",
    "E           : !wrong-state\n"
    "A-          : >Rm  !order-held  !order-cancelled  !reserved  !reserved  !reserved\n"
    "Am A2       : >Rm  !order-held  !order-cancelled\n"
    "Rm Pm       : already\n"
    "R2          : >Rm\n"
    "P2          : >Pm\n"
    "Ax Rx Px    : !already-claimed\n"
    "R-          : !order-closed  .  .  !reserved  .  .\n"
    "P- C K H Z  : !order-closed !order-held !order-cancelled  !reserved !reserved !reserved\n" },

  { "claim at the limit",
    "E           : !wrong-state\n"
    "A-          : !operator-busy !order-held !order-cancelled !reserved !reserved !reserved\n"
    "Am Rm Pm    : already\n"
    "A2          : >Am\n"
    "R2          : >Rm\n"
    "P2          : >Pm\n"
    "Ax Rx Px    : !already-claimed\n"
    "R-          : !order-closed  .  .  !reserved  .  .\n"
    "P- C K H Z  : !order-closed !order-held !order-cancelled  !reserved !reserved !reserved\n" },

  { "release",
    "E           : !wrong-state\n"
    "A- R- P-    : already\n"
    "Ax Rx Px    : already\n"
    "Am Rm Pm    : >A-\n"
    "A2 R2 P2    : >A-\n"
    "C K H Z     : !wrong-state\n" },

  { "hand over to the other",
    "E           : !wrong-state\n"
    "A- R- P-    : !not-holder !order-held !order-cancelled  !reserved !reserved !reserved\n"
    "Am A2       : >Ay  !order-held  !order-cancelled\n"
    "Rm R2       : >Py  .  .\n"
    "Pm P2       : >Py  !order-held  !order-cancelled\n"
    "Ax Rx Px    : already  !order-held  !order-cancelled\n"
    "C K H Z     : !order-closed\n" },

  { "hand over to somebody inactive",
    "E           : !wrong-state\n"
    "A- R- P-    : !not-permitted\n"
    "Am Rm Pm    : !not-permitted\n"
    "A2 R2 P2    : !not-permitted\n"
    "Ax Rx Px    : !not-permitted\n"
    "C K H Z     : !order-closed\n" },

  { "hand over to the other, as a supervisor",
    "E           : !wrong-state\n"
    "A-          : >Ay  !order-held  !order-cancelled  !reserved  !reserved  !reserved\n"
    "R-          : >Py  .  .  !reserved  .  .\n"
    "P-          : >Py  !order-held  !order-cancelled  !reserved  !reserved  !reserved\n"
    "Am A2       : >Ay  !order-held  !order-cancelled\n"
    "Rm R2       : >Py  .  .\n"
    "Pm P2       : >Py  !order-held  !order-cancelled\n"
    "Ax Rx Px    : already  !order-held  !order-cancelled\n"
    "C K H Z     : !order-closed\n" },

  { "hand over to me, at the other's device",
    "E           : !wrong-state\n"
    "A- R- P-    : !not-holder !order-held !order-cancelled  !reserved !reserved !reserved\n"
    "Am Rm Pm    : already  !order-held  !order-cancelled\n"
    "A2 R2 P2    : already  !order-held  !order-cancelled\n"
    "Ax          : >A3  !order-held  !order-cancelled\n"
    "Rx          : >P3  .  .\n"
    "Px          : >P3  !order-held  !order-cancelled\n"
    "C K H Z     : !order-closed\n" },

  { "hand over to me, from afar",
    "E           : !wrong-state\n"
    "A- R- P-    : !not-holder !order-held !order-cancelled  !reserved !reserved !reserved\n"
    "Am Rm Pm    : already  !order-held  !order-cancelled\n"
    "A2 R2 P2    : already  !order-held  !order-cancelled\n"
    "Ax Rx Px    : !not-holder  !order-held  !order-cancelled\n"
    "C K H Z     : !order-closed\n" },

  { "start",
    "E           : ?work-on-closed\n"
    "A- P-       : >Rm ?work-on-closed ?work-on-closed ?reserved ?work-on-closed ?work-on-closed\n"
    "R-          : >Rm  .  .  ?reserved  .  .\n"
    "Am          : >Rm  ?work-on-closed  ?work-on-closed\n"
    "A2          : >R2  ?work-on-closed  ?work-on-closed\n"
    "Ax Rx Px    : ?double-work  ?work-on-closed  ?work-on-closed\n"
    "Rm R2       : already  .  .\n"
    "Pm P2       : already  ?work-on-closed  ?work-on-closed\n"
    "C K H Z     : ?work-on-closed\n" },

  { "start by an old drawing",
    "E           : ?work-on-closed\n"
    "A- P-       : ?old-revision>Rm  ?work-on-closed  ?work-on-closed"
                 " ?reserved         ?work-on-closed  ?work-on-closed\n"
    "R-          : ?old-revision>Rm  .  .  ?reserved  .  .\n"
    "Am          : ?old-revision>Rm  ?work-on-closed  ?work-on-closed\n"
    "A2          : ?old-revision>R2  ?work-on-closed  ?work-on-closed\n"
    "Ax Rx Px    : ?double-work  ?work-on-closed  ?work-on-closed\n"
    "Rm R2       : already  .  .\n"
    "Pm P2       : already  ?work-on-closed  ?work-on-closed\n"
    "C K H Z     : ?work-on-closed\n" },

  { "pause",
    "E           : ?work-on-closed\n"
    "A- R-       : =\n"
    "Am A2       : =  ?work-on-closed  ?work-on-closed\n"
    "Ax          : ?double-work  ?work-on-closed  ?work-on-closed\n"
    "Rm          : >Pm  .  .\n"
    "R2          : >P2  .  .\n"
    "Rx          : ?double-work  .  .\n"
    "P- Pm P2 Px : already\n"
    "C K H Z     : =\n" },

  { "resume",
    "E           : ?work-on-closed\n"
    "A- P-       : =\n"
    "Am A2       : =  ?work-on-closed  ?work-on-closed\n"
    "Ax Px       : ?double-work  ?work-on-closed  ?work-on-closed\n"
    "R- Rm R2 Rx : already\n"
    "Pm          : >Rm  ?work-on-closed  ?work-on-closed\n"
    "P2          : >R2  ?work-on-closed  ?work-on-closed\n"
    "C K H Z     : =\n" },

  { "progress",
    "E           : ?work-on-closed\n"
    "A-          : >Rm ?work-on-closed ?work-on-closed ?reserved ?work-on-closed ?work-on-closed\n"
    "R-          : >Rm  .  .  ?reserved  .  .\n"
    "P-          : >Pm ?work-on-closed ?work-on-closed ?reserved ?work-on-closed ?work-on-closed\n"
    "Am          : >Rm  ?work-on-closed  ?work-on-closed\n"
    "A2          : >R2  ?work-on-closed  ?work-on-closed\n"
    "Rm          : >Rm  .  .\n"
    "R2          : >R2  .  .\n"
    "Pm          : >Pm  ?work-on-closed  ?work-on-closed\n"
    "P2          : >P2  ?work-on-closed  ?work-on-closed\n"
    "Ax Rx Px    : ?double-work  ?work-on-closed  ?work-on-closed\n"
    "C K H Z     : ?late-report\n" },

  { "progress beyond the tolerance",
    "E           : ?work-on-closed\n"
    "A-          : ?over-quantity>Rm  ?work-on-closed  ?work-on-closed"
                 " ?reserved          ?work-on-closed  ?work-on-closed\n"
    "R-          : ?over-quantity>Rm  .  .  ?reserved  .  .\n"
    "P-          : ?over-quantity>Pm  ?work-on-closed  ?work-on-closed"
                 " ?reserved          ?work-on-closed  ?work-on-closed\n"
    "Am          : ?over-quantity>Rm  ?work-on-closed  ?work-on-closed\n"
    "A2          : ?over-quantity>R2  ?work-on-closed  ?work-on-closed\n"
    "Rm          : ?over-quantity>Rm  .  .\n"
    "R2          : ?over-quantity>R2  .  .\n"
    "Pm          : ?over-quantity>Pm  ?work-on-closed  ?work-on-closed\n"
    "P2          : ?over-quantity>P2  ?work-on-closed  ?work-on-closed\n"
    "Ax Rx Px    : ?double-work  ?work-on-closed  ?work-on-closed\n"
    "C K H Z     : ?late-report\n" },

  { "progress by an old drawing",
    "E           : ?work-on-closed\n"
    "A-          : ?old-revision>Rm  ?work-on-closed  ?work-on-closed"
                 " ?reserved         ?work-on-closed  ?work-on-closed\n"
    "R-          : >Rm  .  .  ?reserved  .  .\n"
    "P-          : >Pm ?work-on-closed ?work-on-closed ?reserved ?work-on-closed ?work-on-closed\n"
    "Am          : ?old-revision>Rm  ?work-on-closed  ?work-on-closed\n"
    "A2          : ?old-revision>R2  ?work-on-closed  ?work-on-closed\n"
    "Rm          : >Rm  .  .\n"
    "R2          : >R2  .  .\n"
    "Pm          : >Pm  ?work-on-closed  ?work-on-closed\n"
    "P2          : >P2  ?work-on-closed  ?work-on-closed\n"
    "Ax Rx Px    : ?double-work  ?work-on-closed  ?work-on-closed\n"
    "C K H Z     : ?late-report\n" },

  { "complete",
    "E           : ?work-on-closed\n"
    "A- P-       : >C  ?work-on-closed ?work-on-closed ?reserved ?work-on-closed ?work-on-closed\n"
    "R-          : >C  .  .  ?reserved  .  .\n"
    "Am A2 Pm P2 : >C  ?work-on-closed  ?work-on-closed\n"
    "Rm R2       : >C  .  .\n"
    "Ax Rx Px    : ?double-work  ?work-on-closed  ?work-on-closed\n"
    "C K H Z     : ?duplicate-completion\n" },

  { "complete with too few",
    "E           : ?work-on-closed\n"
    "A- P-       : ?short-quantity>C  ?work-on-closed  ?work-on-closed"
                 " ?reserved          ?work-on-closed  ?work-on-closed\n"
    "R-          : ?short-quantity>C  .  .  ?reserved  .  .\n"
    "Am A2 Pm P2 : ?short-quantity>C  ?work-on-closed  ?work-on-closed\n"
    "Rm R2       : ?short-quantity>C  .  .\n"
    "Ax Rx Px    : ?double-work  ?work-on-closed  ?work-on-closed\n"
    "C K H Z     : ?duplicate-completion\n" },

  { "complete with too many",
    "E           : ?work-on-closed\n"
    "A- P-       : ?over-quantity>C  ?work-on-closed  ?work-on-closed"
                 " ?reserved         ?work-on-closed  ?work-on-closed\n"
    "R-          : ?over-quantity>C  .  .  ?reserved  .  .\n"
    "Am A2 Pm P2 : ?over-quantity>C  ?work-on-closed  ?work-on-closed\n"
    "Rm R2       : ?over-quantity>C  .  .\n"
    "Ax Rx Px    : ?double-work  ?work-on-closed  ?work-on-closed\n"
    "C K H Z     : ?duplicate-completion\n" },

  { "complete by an old drawing",
    "E           : ?work-on-closed\n"
    "A- P-       : ?built-to-old-revision>C  ?work-on-closed  ?work-on-closed"
                 " ?reserved                 ?work-on-closed  ?work-on-closed\n"
    "R-          : ?built-to-old-revision>C  .  .  ?reserved  .  .\n"
    "Am A2 Pm P2 : ?built-to-old-revision>C  ?work-on-closed  ?work-on-closed\n"
    "Rm R2       : ?built-to-old-revision>C  .  .\n"
    "Ax Rx Px    : ?double-work  ?work-on-closed  ?work-on-closed\n"
    "C K H Z     : ?duplicate-completion\n" },

  { "pack",
    "E           : ?work-on-closed\n"
    "A- Am A2 Ax : ?out-of-order  ?work-on-closed  ?work-on-closed\n"
    "R- Rm R2 Rx : ?out-of-order  .  .\n"
    "P- Pm P2 Px : ?out-of-order  ?work-on-closed  ?work-on-closed\n"
    "C           : >K  ?work-on-closed  ?work-on-closed\n"
    "K           : already\n"
    "H Z         : ?out-of-order  ?work-on-closed  ?work-on-closed\n" },

  { "ship",
    "E           : ?work-on-closed\n"
    "A- Am A2 Ax : ?out-of-order  ?work-on-closed  ?work-on-closed\n"
    "R- Rm R2 Rx : ?out-of-order  .  .\n"
    "P- Pm P2 Px : ?out-of-order  ?work-on-closed  ?work-on-closed\n"
    "C Z         : ?out-of-order  ?work-on-closed  ?work-on-closed\n"
    "K           : >H  ?work-on-closed  ?work-on-closed\n"
    "H           : already\n" },

  { "hold",
    "E           : !wrong-state\n"
    "A- Am A2 Ax : >*+h\n"
    "R-          : >P-+h  .  .\n"
    "Rm          : >Pm+h  .  .\n"
    "R2          : >P2+h  .  .\n"
    "Rx          : >Px+h  .  .\n"
    "P- Pm P2 Px : >*+h\n"
    "C K H Z     : >*+h\n" },

  { "hold for the same reason",
    "E           : !wrong-state\n"
    "A- Am A2 Ax : >*+h  already  >*+h\n"
    "R-          : >P-+h  .  .\n"
    "Rm          : >Pm+h  .  .\n"
    "R2          : >P2+h  .  .\n"
    "Rx          : >Px+h  .  .\n"
    "P- Pm P2 Px : >*+h  already  >*+h\n"
    "C K H Z     : >*+h  already  >*+h\n" },

  { "unhold",
    "E           : !wrong-state\n"
    "A- Am A2 Ax : already  >*-h  already\n"
    "R- Rm R2 Rx : already  .  .\n"
    "P- Pm P2 Px : already  >*-h  already\n"
    "C K H Z     : already  >*-h  already\n" },

  { "prioritise",
    "E           : !wrong-state\n"
    "A- Am A2 Ax : >*\n"
    "R- Rm R2 Rx : >*\n"
    "P- Pm P2 Px : >*\n"
    "C K H Z     : >*\n" },

  { "prioritise as it is",
    "E           : !wrong-state\n"
    "A- Am A2 Ax : already\n"
    "R- Rm R2 Rx : already\n"
    "P- Pm P2 Px : already\n"
    "C K H Z     : already\n" },

  { "reassign to the other",
    "E           : !wrong-state\n"
    "A- Am A2    : >Ay  >Ay  >Ay  !reserved  !reserved  !reserved\n"
    "R- Rm R2    : >Py  .  .  !reserved  .  .\n"
    "P- Pm P2    : >Py  >Py  >Py  !reserved  !reserved  !reserved\n"
    "Ax Rx Px    : already  already  already  !reserved  !reserved  !reserved\n"
    "C K H Z     : !order-closed\n" },

  { "reassign to somebody inactive",
    "E           : !wrong-state\n"
    "A- Am A2 Ax : !not-permitted\n"
    "R- Rm R2 Rx : !not-permitted\n"
    "P- Pm P2 Px : !not-permitted\n"
    "C K H Z     : !order-closed\n" },

  { "reopen",
    "E           : !wrong-state\n"
    "A- Am A2 Ax : !wrong-state\n"
    "R- Rm R2 Rx : !wrong-state\n"
    "P- Pm P2 Px : !wrong-state\n"
    "C K         : >A-\n"
    "H Z         : !wrong-state\n" },

  { "resolve an open exception",
    "E           : =\n"
    "A- Am A2 Ax : =\n"
    "R- Rm R2 Rx : =\n"
    "P- Pm P2 Px : =\n"
    "C K H Z     : =\n" },

  { "resolve a closed exception",
    "E           : already\n"
    "A- Am A2 Ax : already\n"
    "R- Rm R2 Rx : already\n"
    "P- Pm P2 Px : already\n"
    "C K H Z     : already\n" },

  { "help",
    "E           : >*\n"
    "A- Am A2 Ax : >*\n"
    "R- Rm R2 Rx : >*\n"
    "P- Pm P2 Px : >*\n"
    "C K H Z     : >*\n" },

  { "help_ack",
    "E           : >*\n"
    "A- Am A2 Ax : >*\n"
    "R- Rm R2 Rx : >*\n"
    "P- Pm P2 Px : >*\n"
    "C K H Z     : >*\n" },

  { "help_ack of another call",
    "E           : =\n"
    "A- Am A2 Ax : =\n"
    "R- Rm R2 Rx : =\n"
    "P- Pm P2 Px : =\n"
    "C K H Z     : =\n" },

  { "note",
    "E           : =\n"
    "A- Am A2 Ax : =\n"
    "R- Rm R2 Rx : =\n"
    "P- Pm P2 Px : =\n"
    "C K H Z     : =\n" },

  { "attach",
    "E           : =\n"
    "A- Am A2 Ax : =\n"
    "R- Rm R2 Rx : =\n"
    "P- Pm P2 Px : =\n"
    "C K H Z     : =\n" },

  { "revert my earlier progress",
    "E           : !wrong-state\n"
    "A- Am A2 Ax : !cannot-revert\n"
    "R- Rm R2 Rx : >*\n"
    "P- Pm P2 Px : >*\n"
    "C K H Z     : !cannot-revert\n" },

  { "revert the other's progress",
    "E           : !wrong-state\n"
    "A- Am A2 Ax : !cannot-revert\n"
    "R- Rm R2 Rx : !cannot-revert\n"
    "P- Pm P2 Px : !cannot-revert\n"
    "C K H Z     : !cannot-revert\n" },

  { "revert the other's progress, as a supervisor",
    "E           : !wrong-state\n"
    "A- Am A2 Ax : !cannot-revert\n"
    "R- Rm R2 Rx : >*\n"
    "P- Pm P2 Px : >*\n"
    "C K H Z     : !cannot-revert\n" },

  { "revert too late",
    "E           : !wrong-state\n"
    "A- Am A2 Ax : !cannot-revert\n"
    "R- Rm R2 Rx : !cannot-revert\n"
    "P- Pm P2 Px : !cannot-revert\n"
    "C K H Z     : !cannot-revert\n" },

  { "revert again",
    "E           : !wrong-state\n"
    "A- Am A2 Ax : already\n"
    "R- Rm R2 Rx : already\n"
    "P- Pm P2 Px : already\n"
    "C K H Z     : already\n" },

  { "revert what nobody knows",
    "E           : !wrong-state\n"
    "A- Am A2 Ax : !cannot-revert\n"
    "R- Rm R2 Rx : !cannot-revert\n"
    "P- Pm P2 Px : !cannot-revert\n"
    "C K H Z     : !cannot-revert\n" },

  { "revert an earlier pause",
    "E           : !wrong-state\n"
    "A- Am A2 Ax : !cannot-revert\n"
    "R- Rm R2 Rx : !cannot-revert\n"
    "P- Pm P2 Px : !cannot-revert\n"
    "C K H Z     : !cannot-revert\n" },
};

const guint n_lifecycle_tables = G_N_ELEMENTS (lifecycle_tables);
